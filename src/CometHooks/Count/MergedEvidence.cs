using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>A conversion as all that is known makes it.</summary>
/// <param name="Event">What would be sent.</param>
/// <param name="Sources">Field → where it came from.</param>
/// <param name="IsComplete">Whether its own events, or its payment, order or session, tell both browser and address: nothing is worth waiting for.</param>
internal sealed record MergedEvidence(CometlyEvent Event, IReadOnlyDictionary<string, EvidenceSource> Sources, bool IsComplete)
{
    /// <summary>The remembered identities that something was taken from.</summary>
    public IReadOnlyList<long> Recalled { get; init; } = [];

    /// <summary>Whether Cometly can take it at all.</summary>
    public bool IsIdentified => (Event.Person.Email is { } email && FieldShape.IsEmail(email)) || Identification.IsThereWithoutEmail(Event);
}
