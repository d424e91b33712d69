using CometHooks.Store;

namespace CometHooks.Count;

/// <summary>Whether a conversion stands for an effect at Cometly: one that happened, may have happened, or is about to.</summary>
internal static class EffectRule
{
    /// <param name="state">The conversion's state.</param>
    /// <param name="mayHaveLanded">Whether one of its attempts may have been processed.</param>
    /// <param name="entry">How far its ledger entry is; null without one. A suppressed conversion's entry is held by the sibling that counts.</param>
    public static bool HasEffect(ConversionState state, bool mayHaveLanded, LedgerEntryState? entry) =>
        state is ConversionState.Held or ConversionState.Pending or ConversionState.Delivered or ConversionState.Dead
        || (state == ConversionState.Rejected && mayHaveLanded)
        || entry is LedgerEntryState.Open or LedgerEntryState.Sent or LedgerEntryState.Counted;
}
