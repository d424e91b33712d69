namespace CometHooks.Count;

/// <summary>What becomes of a conversion whose keys lead to these entries. Pure: the stores carry it out.</summary>
internal abstract record LedgerDecision
{
    private LedgerDecision()
    {
    }

    /// <summary>None of the keys is known: a new entry.</summary>
    internal sealed record New : LedgerDecision;

    /// <summary>Another conversion counts, or is about to.</summary>
    internal sealed record Suppress(LedgerEntryView Entry) : LedgerDecision;

    /// <summary>The one that held the entry was refused for good: this one goes in its place.</summary>
    internal sealed record TakeOver(LedgerEntryView Entry) : LedgerDecision;

    /// <summary>The one that holds the entry is dead and may have landed: this one goes on with the very same key and body.</summary>
    internal sealed record GoOn(LedgerEntryView Entry) : LedgerDecision;

    /// <summary>The keys show that several entries are one conversion. After the merge the survivor alone decides.</summary>
    internal sealed record Merge(LedgerEntryView Survivor, IReadOnlyList<LedgerEntryView> Others) : LedgerDecision
    {
        /// <summary>What follows for the conversion that brought them together.</summary>
        public LedgerDecision Then => One(Survivor);
    }

    /// <summary>Several entries are one conversion, and more than one may have counted: too late to merge.</summary>
    internal sealed record DoubleCounted(LedgerEntryView Entry, IReadOnlyList<LedgerEntryView> Others) : LedgerDecision;

    /// <summary>Decides from the entries that the conversion's keys lead to, each once, in any order.</summary>
    public static LedgerDecision Decide(IReadOnlyList<LedgerEntryView> entries)
    {
        if (entries.Count == 0)
        {
            return new New();
        }

        if (entries.Count == 1)
        {
            return One(entries[0]);
        }

        var ranked = entries.OrderBy(Rank).ThenBy(e => e.Id).ToList();
        var others = ranked.Skip(1).ToList();
        return entries.Count(e => e.MayHaveCounted) > 1 ? new DoubleCounted(ranked[0], others) : new Merge(ranked[0], others);
    }

    private static LedgerDecision One(LedgerEntryView entry) => entry switch
    {
        { State: LedgerEntryState.Void } => new TakeOver(entry),
        { State: LedgerEntryState.Sent, IsDead: true } => new GoOn(entry),
        _ => new Suppress(entry),
    };

    // What Cometly has outranks what it may have, that outranks what waits, and a void one is of use only where all are void.
    private static int Rank(LedgerEntryView entry) => entry.State switch
    {
        LedgerEntryState.Counted => 0,
        LedgerEntryState.Sent => 1,
        LedgerEntryState.Open => 2,
        _ => 3,
    };
}
