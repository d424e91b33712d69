using System.Security.Cryptography;
using System.Text;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Count;

/// <summary>A conversion as all that is known makes it.</summary>
/// <param name="Event">What would be sent.</param>
/// <param name="Sources">Field → where it came from.</param>
/// <param name="IsComplete">Whether its own events, or its payment, order or session, tell both browser and address: nothing is worth waiting for.</param>
internal sealed record MergedEvidence(CometlyEvent Event, IReadOnlyDictionary<string, EvidenceSource> Sources, bool IsComplete)
{
    /// <summary>The remembered identities that something was taken from.</summary>
    public IReadOnlyList<long> Recalled { get; init; } = [];

    /// <summary>What it says, but for its time: two that say the same are refused alike.</summary>
    public byte[] ContentHash => SHA256.HashData(Encoding.UTF8.GetBytes(CometlyEventJson.Write(Event with { EventTime = null })));

    /// <summary>Whether Cometly can take it at all.</summary>
    public bool IsIdentified => (Event.Person.Email is { } email && FieldShape.IsEmail(email)) || Identification.IsThereWithoutEmail(Event);
}
