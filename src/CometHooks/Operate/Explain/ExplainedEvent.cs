using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>One webhook from its receipt to Cometly's answers, for one page of text or one JSON object.</summary>
/// <param name="Webhook">What was received, and what became of it.</param>
/// <param name="Conversions">What its rules made.</param>
/// <param name="Rules">What each rule did and why, with the values that its condition saw.</param>
internal sealed record ExplainedEvent(ExplainedWebhook Webhook, IReadOnlyList<ExplainedConversion> Conversions, IReadOnlyList<RuleDecision> Rules);

internal sealed record ExplainedWebhook
{
    public required long Id { get; init; }
    public required string Endpoint { get; init; }
    public required string Source { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What the signature check said.</summary>
    public string? Signature { get; init; }
    public string? InboxKey { get; init; }

    /// <summary>0 for the first mapping; a replay gets the next number.</summary>
    public required int Run { get; init; }
    public required string EventId { get; init; }
    public required string Type { get; init; }

    /// <summary>When it happened, as the source says.</summary>
    public DateTimeOffset? Time { get; init; }
    public required bool Test { get; init; }
    public string? Account { get; init; }
    public string? Shop { get; init; }
    public required WebhookState State { get; init; }
    public string? Reason { get; init; }
    public required JsonObject Facts { get; init; }

    /// <summary>The mapping file; null where its version was not kept.</summary>
    public string? Mapping { get; init; }
    public string? MappingVersion { get; init; }
    public required int BodyBytes { get; init; }

    /// <summary>Why the body is gone: <c>expired</c> or <c>erased</c>; null where it is there.</summary>
    public Emptied? Emptied { get; init; }

    /// <summary>The body as it was received; null unless it was asked for.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>What happens next.</summary>
    public required string Next { get; init; }
}
