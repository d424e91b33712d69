using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>What one of the events of a conversion says.</summary>
/// <param name="Event">Its own event.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record Contribution(CometlyEvent Event, EvidenceSource Source);
