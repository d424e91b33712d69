namespace CometHooks.Count;

/// <summary>An identity that was remembered and reaches a conversion.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Identity">Who it was.</param>
/// <param name="Rank">How near it is.</param>
/// <param name="OccurredAt">When the event that told it happened.</param>
/// <param name="Source">Which event that was.</param>
internal sealed record RecalledIdentity(long Id, Identity Identity, IdentityRank Rank, DateTimeOffset OccurredAt, EvidenceSource Source)
{
    /// <summary>A checkout ends a moment after its payment: what follows within an hour belongs to the same visit.</summary>
    public static readonly TimeSpan SameVisit = TimeSpan.FromHours(1);

    /// <summary>What happened later than this has nothing to do with a conversion of this time, unless they share a payment.</summary>
    public static DateTimeOffset Until(DateTimeOffset time) => time < DateTimeOffset.MaxValue - SameVisit ? time + SameVisit : time;

    /// <summary>
    /// The order in which they count for a conversion of this time: the nearest first, within a rank the newest that is not
    /// after it, then what came later, the earliest first. Never the order of arrival.
    /// </summary>
    public static IReadOnlyList<RecalledIdentity> InOrder(IEnumerable<RecalledIdentity> recalled, DateTimeOffset time)
    {
        var until = Until(time);
        return
        [
            .. recalled
                .OrderBy(r => r.Rank)
                .ThenBy(r => r.OccurredAt > until)
                .ThenBy(r => r.OccurredAt > until ? r.OccurredAt.Ticks : -r.OccurredAt.Ticks)
                .ThenBy(r => r.Source.Type, StringComparer.Ordinal)
                .ThenBy(r => r.Source.Rule, StringComparer.Ordinal)
                .ThenBy(r => r.Identity.ToString(), StringComparer.Ordinal),
        ];
    }
}
