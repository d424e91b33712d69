using System.Text.Json.Serialization;

namespace CometHooks.Count;

/// <summary>Where a field of a conversion came from.</summary>
/// <param name="How">own event, sibling event, or what it has in common with the event: same payment, same customer, same e-mail.</param>
/// <param name="Webhook">The webhook that told it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Rule">The rule that read it.</param>
internal sealed record EvidenceSource(string How, long Webhook, string Type, string Rule)
{
    public const string OwnEvent = "own event";

    /// <summary>Whether the conversion's own event told it.</summary>
    [JsonIgnore]
    public bool IsOwn => How == OwnEvent;
}
