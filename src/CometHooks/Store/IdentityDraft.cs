using CometHooks.Count;

namespace CometHooks.Store;

/// <summary>What a rule remembers of the visitor of one event.</summary>
internal sealed record IdentityDraft
{
    public required string Rule { get; init; }
    public required string Destination { get; init; }

    /// <summary>The event's type, for the explanation.</summary>
    public required string Type { get; init; }

    /// <summary>Under what it is found. An identity without any value but with two keys links them.</summary>
    public required IReadOnlyList<IdentityKey> Keys { get; init; }

    public required Identity Identity { get; init; }

    /// <summary>When the event happened at its source.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
