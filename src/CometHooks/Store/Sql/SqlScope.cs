namespace CometHooks.Store.Sql;

/// <summary>
/// What a write decides about. A ledger entry, an identity and an idempotency key belong to one destination, so whoever
/// has its destinations for itself decides alone. One process that has the database needs none of it.
/// </summary>
/// <param name="Destinations">The destinations that it decides about.</param>
/// <param name="IsAlone">It finds out only while it runs, so it gets a transaction of its own.</param>
internal sealed record SqlScope(IReadOnlyCollection<string> Destinations, bool IsAlone = false)
{
    /// <summary>It decides nothing that another write could decide differently.</summary>
    public static SqlScope Any { get; } = new([]);

    /// <summary>It takes its destinations by <see cref="SqlSession.Own"/> when it knows them.</summary>
    public static SqlScope Alone { get; } = new([], IsAlone: true);

    public static SqlScope Of(IEnumerable<string> destinations) => new([.. destinations.Distinct(StringComparer.Ordinal)]);
}
