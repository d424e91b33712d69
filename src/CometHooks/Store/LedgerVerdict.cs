namespace CometHooks.Store;

/// <summary>What the ledger made of a conversion.</summary>
/// <param name="State">pending, suppressed or rejected.</param>
/// <param name="Reason">Why it does not go; null where it goes.</param>
/// <param name="EntryId">Its ledger entry; null for a rejected one.</param>
/// <param name="IdempotencyKey">The key that it carries, or would have carried.</param>
/// <param name="Alarm">What somebody must be told: ids, names and states, so that it may be logged.</param>
internal sealed record LedgerVerdict(ConversionState State, string? Reason, long? EntryId, string IdempotencyKey, string? Alarm = null)
{
    /// <summary>The conversion in whose place it goes; null where it is the first.</summary>
    public long? HeirOf { get; init; }

    /// <summary>It goes on with a body that was sent before: nothing can improve it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The entry has other events already, whose evidence counts too.</summary>
    public bool HasSiblings { get; init; }

    /// <summary>The conversion that holds the entry, where it may still get better by this one's evidence.</summary>
    public long? Improves { get; init; }
}
