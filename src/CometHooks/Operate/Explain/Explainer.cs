using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Count;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>Finds the webhooks that a person means, and explains them.</summary>
internal sealed class Explainer(IArchive archive, TimeProvider time)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>A number is a webhook's id first; everything else, and a number that is none, is searched. Newest first.</summary>
    public async Task<IReadOnlyList<WebhookRecord>> FindAsync(string text, int most, CancellationToken cancellationToken)
    {
        var number = text.StartsWith("wh_", StringComparison.Ordinal) ? text["wh_".Length..] : text;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await archive.FindAsync(id, cancellationToken) is { } webhook
            ? [webhook]
            : await archive.SearchAsync(text, most, cancellationToken);
    }

    public async Task<ExplainedEvent> ExplainAsync(WebhookRecord webhook, bool withBody, CancellationToken cancellationToken) =>
        Explain(webhook, await archive.SurroundingsAsync(webhook, cancellationToken), time.GetUtcNow(), withBody);

    /// <summary>The same of what lies at hand.</summary>
    public static ExplainedEvent Explain(WebhookRecord webhook, WebhookSurroundings around, DateTimeOffset now, bool withBody) => new(
        new ExplainedWebhook
        {
            Id = webhook.Id,
            Endpoint = webhook.Endpoint,
            Source = webhook.Source,
            ReceivedAt = webhook.ReceivedAt,
            Signature = webhook.Verified,
            InboxKey = webhook.InboxKey,
            Run = webhook.Run,
            EventId = webhook.EventId,
            Type = webhook.Type,
            Time = webhook.OccurredAt,
            Test = webhook.Test,
            Account = webhook.Account,
            Shop = webhook.Shop,
            State = webhook.State,
            Reason = webhook.Reason,
            Facts = webhook.FactsJson is { } facts ? JsonNode.Parse(facts)!.AsObject() : [],
            Mapping = webhook.MappingVersion is { } version ? around.Mappings.GetValueOrDefault(version) : null,
            MappingVersion = webhook.MappingVersion,
            BodyBytes = webhook.Body.Length,
            Emptied = webhook.Emptied,
            Body = withBody && webhook.Emptied is null ? RawBody.AsJson(webhook.Body) : null,
            Next = WhatFollows.Of(webhook),
        },
        [.. webhook.Conversions.Select(c => Explain(c, around, now))],
        webhook.DecisionsJson is { } decisions ? JsonSerializer.Deserialize<List<RuleDecision>>(decisions, Snake)! : []);

    private static ExplainedConversion Explain(ConversionRecord conversion, WebhookSurroundings around, DateTimeOffset now)
    {
        var readiness = conversion.Readiness is { } score
            ? new Readiness(score, conversion.Missing)
            : Readiness.Of(CometlyEventJson.Read(conversion.MergedEventJson ?? conversion.EventJson));
        return new ExplainedConversion
        {
            Id = conversion.Id,
            Rule = conversion.Rule,
            EventName = conversion.EventName,
            Destination = conversion.Destination,
            State = conversion.State,
            Reason = conversion.Reason,
            Run = conversion.Run,
            Mapping = around.Mappings.GetValueOrDefault(conversion.MappingVersion),
            MappingVersion = conversion.MappingVersion,
            Keys = conversion.Keys,
            OrderId = conversion.OrderId,
            IdempotencyKey = conversion.IdempotencyKey,
            Fields = FieldsOfConversion.Of(conversion),
            Ledger = Entry(conversion, around),
            Recall = conversion.Recall,
            Lacking = conversion.Lacking,
            Readiness = readiness,
            Lane = conversion.Lane,
            CreatedAt = conversion.CreatedAt,
            FrozenAt = conversion.FrozenAt,
            DueAt = conversion.DueAt,
            AttemptsUsed = conversion.AttemptsUsed,
            MayHaveLanded = conversion.MayHaveLanded,
            Attempts = conversion.Attempts,
            Body = conversion.Body is { } body ? JsonNode.Parse(body) : null,
            Next = WhatFollows.Of(conversion, readiness, around.Pauses.GetValueOrDefault(conversion.Destination), now),
        };
    }

    private static ExplainedEntry? Entry(ConversionRecord conversion, WebhookSurroundings around) =>
        conversion.EntryId is { } entry
            ? new ExplainedEntry(
                entry,
                conversion.EntryState,
                conversion.EntryHolder,
                conversion.HeirOf,
                [.. around.Siblings.GetValueOrDefault(entry, []).Where(s => s.Conversion != conversion.Id)])
            : null;
}
