namespace CometHooks.Proof.Check;

/// <summary>What a run must never show; each violation in words.</summary>
internal sealed record Invariants
{
    /// <summary>Events that were answered 2xx at least once.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Requests that reached the stand-in under a key that had reached it before: harmless, and how often.</summary>
    public required int SentAgain { get; init; }

    /// <summary>What counted at the stand-in.</summary>
    public required int Effects { get; init; }

    /// <summary>1. Answered 2xx, and neither delivered nor visible with a reason.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>2. Conversions with more than one effect.</summary>
    public required IReadOnlyList<string> Doubled { get; init; }

    /// <summary>3. Effects without an authentic webhook that was sent.</summary>
    public required IReadOnlyList<string> Unfounded { get; init; }

    /// <summary>4. Answered 2xx before it was on disk.</summary>
    public required IReadOnlyList<string> TooEarly { get; init; }

    public bool Hold => Lost.Count + Doubled.Count + Unfounded.Count + TooEarly.Count == 0;

    public IEnumerable<string> Violations =>
    [
        .. Lost.Select(v => $"lost: {v}"),
        .. Doubled.Select(v => $"doubled: {v}"),
        .. Unfounded.Select(v => $"without a webhook: {v}"),
        .. TooEarly.Select(v => $"answered too early: {v}"),
    ];

    public override string ToString() =>
        $"acknowledged {Acknowledged:N0}, lost {Lost.Count}, effects {Effects:N0}, doubled {Doubled.Count}, without a webhook {Unfounded.Count}, answered before on disk {TooEarly.Count}, re-sent on the wire {SentAgain:N0}";
}
