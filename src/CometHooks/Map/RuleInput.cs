using System.Text.Json;
using CometHooks.Map.Expressions;
using CometHooks.Store;

namespace CometHooks.Map;

/// <summary>What the rules of a mapping read of one webhook.</summary>
/// <param name="Event">The event as it was received.</param>
/// <param name="Facts">What the adapter knows about it.</param>
/// <param name="Time">When it happened; where the source does not say, when it arrived.</param>
/// <param name="Expressions">The same as expressions read it.</param>
internal readonly record struct RuleInput(SourceEvent Event, Facts Facts, DateTimeOffset Time, ExpressionInput Expressions)
{
    /// <summary>The body as a document, which is the caller's to dispose. A body may begin with a byte order mark; JSON may not.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body) => JsonDocument.Parse(JsonBody.AfterBom(body) ?? body);

    public static RuleInput Of(StoredWebhook webhook, JsonElement body, MapTarget target)
    {
        var sourceEvent = EventOf(webhook);
        var facts = target.Adapter.ReadFacts(sourceEvent, body);
        var time = webhook.OccurredAt ?? webhook.ReceivedAt;
        return new RuleInput(
            sourceEvent,
            facts,
            time,
            new ExpressionInput(Payload(body, target.Mapping.Payload), body, new EventRecord(webhook.Source, sourceEvent, time), new FactsRecord(facts)));
    }

    private static SourceEvent EventOf(StoredWebhook webhook) => new()
    {
        InboxKey = webhook.InboxKey,
        EventId = webhook.EventId,
        Type = webhook.Type,
        OccurredAt = webhook.OccurredAt,
        Test = webhook.Test,
        Account = webhook.Account,
        Shop = webhook.Shop,
    };

    // A path that leads nowhere gives an undefined element: every field of it is missing, as in any other path.
    private static JsonElement Payload(JsonElement root, IReadOnlyList<string> path)
    {
        foreach (var name in path)
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out root))
            {
                return default;
            }
        }

        return root;
    }
}
