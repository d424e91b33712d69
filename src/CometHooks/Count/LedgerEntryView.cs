namespace CometHooks.Count;

/// <summary>What a decision needs to know of an entry.</summary>
/// <param name="Id">Grows: the smaller one is the older one.</param>
/// <param name="State">How far it is.</param>
internal sealed record LedgerEntryView(long Id, LedgerEntryState State)
{
    /// <summary>The conversion that holds it, or held it last; null where that is not kept any more.</summary>
    public long? Holder { get; init; }

    /// <summary>Its holder used up its attempts: it may have landed, and nobody goes on with it.</summary>
    public bool IsDead { get; init; }

    /// <summary>Whether Cometly has it or may have it.</summary>
    public bool MayHaveCounted => State is LedgerEntryState.Sent or LedgerEntryState.Counted;
}
