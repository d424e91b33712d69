using System.Globalization;
using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>Finds events by what a person has at hand: an order's id or name, an e-mail address, the platform's event id, a number of ours.</summary>
internal sealed class EventSearch(IEventLists lists, IArchive archive)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<FoundEvent>> FindAsync(string text, int most, CancellationToken cancellationToken)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return [.. (await ConversionsAsync(new ConversionFilter { Email = text }, "e-mail address", most, cancellationToken)).OrderByDescending(f => f.At)];
        }

        var found = new List<FoundEvent>();
        var number = text.StartsWith("wh_", StringComparison.Ordinal) ? text["wh_".Length..] : text;
        if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            found.AddRange(await ByNumberAsync(id, isOfWebhook: number != text, cancellationToken));
        }

        found.AddRange(await ConversionsAsync(new ConversionFilter { OrderId = text }, "order id", most, cancellationToken));
        found.AddRange((await ConversionsAsync(new ConversionFilter { OrderName = text }, "order name", most, cancellationToken)).Where(named => !found.Exists(f => f.Conversion == named.Conversion)));
        var byEvent = await lists.WebhooksAsync(new WebhookFilter { EventId = text }, before: null, most, cancellationToken);
        found.AddRange(byEvent.Items.Select(w => new FoundEvent("event id", w.Id, w.Endpoint, w.Type, w.ReceivedAt, Words.Of(w.State)) { Reason = PersonalValues.Unknown(w.Reason) }));
        return [.. found.OrderByDescending(f => f.At).Take(most)];
    }

    // Webhooks and conversions are numbered each by themselves.
    private async Task<IEnumerable<FoundEvent>> ByNumberAsync(long id, bool isOfWebhook, CancellationToken cancellationToken)
    {
        var found = new List<FoundEvent>();
        if (await archive.FindAsync(id, cancellationToken) is { } webhook)
        {
            found.Add(new FoundEvent("webhook's number", webhook.Id, webhook.Endpoint, webhook.Type, webhook.ReceivedAt, Words.Of(webhook.State)));
        }

        if (!isOfWebhook && await lists.WebhookOfAsync(id, cancellationToken) is { } number && await archive.FindAsync(number, cancellationToken) is { } of
            && of.Conversions.FirstOrDefault(c => c.Id == id) is { } conversion)
        {
            found.Add(new FoundEvent("conversion's number", of.Id, of.Endpoint, of.Type, of.ReceivedAt, Words.Of(conversion.State))
            {
                Conversion = id,
                EventName = conversion.EventName,
                Reason = PersonalValues.Unknown(conversion.Reason),
            });
        }

        return found;
    }

    private async Task<IEnumerable<FoundEvent>> ConversionsAsync(ConversionFilter filter, string by, int most, CancellationToken cancellationToken)
        => ShownRows.Of(await lists.ConversionsAsync(filter, before: null, most, cancellationToken)).Items.Select(
            c => new FoundEvent(by, c.Webhook, c.Endpoint, c.Type, c.CreatedAt, Words.Of(c.State))
            {
                Conversion = c.Id,
                EventName = c.EventName,
                OrderId = c.OrderId,
                Amount = c.Amount,
                Currency = c.Currency,
                Reason = c.Reason,
            });
}

/// <param name="By">By what it was found: webhook's number, conversion's number, event id, order id, order name or e-mail address.</param>
/// <param name="Webhook">The webhook's number.</param>
/// <param name="Endpoint">Where it arrived.</param>
/// <param name="Type">The source's event type.</param>
/// <param name="At">When it arrived, or the conversion was made.</param>
/// <param name="State">The webhook's state, or the conversion's.</param>
internal sealed record FoundEvent(string By, long Webhook, string Endpoint, string Type, DateTimeOffset At, string State)
{
    public long? Conversion { get; init; }
    public string? EventName { get; init; }
    public string? OrderId { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public string? Reason { get; init; }
}
