using CometHooks.Map;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;

namespace CometHooks.Operate.Diff;

/// <summary>What one mapping made of all the webhooks.</summary>
internal sealed class MappedSide
{
    private readonly ILookup<string, MappedConversion> _unsent;
    private readonly IReadOnlyDictionary<string, WebhookState> _ends;

    /// <param name="mapping">The mapping's file.</param>
    /// <param name="version">Its version.</param>
    /// <param name="conversions">All that it made, also what would not be sent.</param>
    /// <param name="ends">Event id → what became of the webhook.</param>
    public MappedSide(string mapping, string version, IReadOnlyList<MappedConversion> conversions, IReadOnlyDictionary<string, WebhookState> ends)
    {
        (Mapping, Version, _ends) = (mapping, version, ends);
        Sent = [.. conversions.Where(c => c.IsSent)];
        _unsent = conversions.Where(c => !c.IsSent).ToLookup(c => c.EventId, StringComparer.Ordinal);
    }

    public string Mapping { get; }

    public string Version { get; }

    /// <summary>What would be sent.</summary>
    public IReadOnlyList<MappedConversion> Sent { get; }

    /// <summary>How many webhooks a rule could not be evaluated for.</summary>
    public int Failed => _ends.Values.Count(state => state == WebhookState.Failed);

    public static MappedSide Of(MapTarget target, IReadOnlyList<RehearsedWebhook> webhooks) => new(
        target.Mapping.Name,
        target.Mapping.Version,
        [.. webhooks.SelectMany(w => w.Conversions.Select(c => MappedConversion.Of(w.Record, c, target.Destination)))],
        webhooks.ToLookup(w => w.Record.EventId, StringComparer.Ordinal).ToDictionary(w => w.Key, w => w.First().Record.State, StringComparer.Ordinal));

    /// <summary>Why this side does not send what the other one does.</summary>
    public string WhyNot(MappedConversion other) =>
        _unsent[other.EventId].FirstOrDefault(c => c.EventName == other.EventName) is { } unsent ? unsent.End
        : _ends.GetValueOrDefault(other.EventId) == WebhookState.Failed ? "its webhook failed"
        : "no rule made it";
}
