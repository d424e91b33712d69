namespace CometHooks.Count;

/// <summary>What a decision needs to know of an entry.</summary>
/// <param name="Id">Grows: the smaller one is the older one.</param>
/// <param name="State">How far it is.</param>
internal sealed record LedgerEntryView(long Id, LedgerEntryState State)
{
    /// <summary>Whether Cometly has it or may have it.</summary>
    public bool MayHaveCounted => State is LedgerEntryState.Sent or LedgerEntryState.Counted;
}
