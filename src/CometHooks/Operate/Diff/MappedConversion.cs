using System.Globalization;
using System.Text.Json;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;

namespace CometHooks.Operate.Diff;

/// <summary>What one mapping made of one event, as far as it can be compared with what another made of it.</summary>
internal sealed record MappedConversion
{
    /// <summary>The source's event id.</summary>
    public required string EventId { get; init; }
    public required string EventName { get; init; }
    public required string Rule { get; init; }
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Whether it would be sent.</summary>
    public required bool IsSent { get; init; }

    /// <summary>What became of it, in words without values of the payload.</summary>
    public required string End { get; init; }

    /// <summary>Field of the body → its value; without the event's name.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Field of the body → the rule that read it, where that is another than <see cref="Rule"/>.</summary>
    public IReadOnlyDictionary<string, string> Givers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The currency in which the destination counts: an amount in another does not reach it.</summary>
    public required string Currency { get; init; }

    public decimal? Amount => Fields.TryGetValue("amount", out var amount) ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null;

    /// <summary>0 to 100: how well Cometly can recognise the visitor.</summary>
    public required int Readiness { get; init; }

    public static MappedConversion Of(WebhookRecord webhook, RehearsedConversion conversion, DestinationOptions destination)
    {
        var record = conversion.Record;
        return new MappedConversion
        {
            EventId = webhook.EventId,
            EventName = record.EventName,
            Rule = record.Rule,
            Keys = record.Keys,
            IsSent = record.State is ConversionState.Pending or ConversionState.Delivered,
            End = record.State is ConversionState.Rejected or ConversionState.Excluded
                ? $"{Words.Of(record.State)} ({Explanation.Kinds(record.Reason)})"
                : Words.Of(record.State),
            Fields = FieldsOf(conversion.Body),
            Givers = GiversOf(record.EvidenceJson),
            Currency = destination.Currency.ToUpperInvariant(),
            Readiness = record.Readiness ?? 0,
        };
    }

    // A number is compared as a number: 49 and 49.00 are the same money.
    private static Dictionary<string, string> FieldsOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.EnumerateObject().Where(p => p.Name != "event_name").ToDictionary(
            p => p.Name,
            p => p.Value.ValueKind == JsonValueKind.Number && p.Value.TryGetDecimal(out var number)
                ? number.ToString("0.############################", CultureInfo.InvariantCulture)
                : p.Value.ToString(),
            StringComparer.Ordinal);
    }

    private static Dictionary<string, string> GiversOf(string? evidence)
    {
        using var document = JsonDocument.Parse(evidence ?? "{}");
        return document.RootElement.EnumerateObject()
            .Where(field => field.Value.TryGetProperty("rule", out _))
            .ToDictionary(field => field.Name, field => field.Value.GetProperty("rule").GetString() ?? "", StringComparer.Ordinal);
    }
}
