namespace CometHooks.Operate.Diff;

/// <summary>Compares what two mappings made of the same webhooks: counts, fields, money, readiness.</summary>
internal static class MappingComparison
{
    private const int MostExamples = 3;

    public static MappingDifference Of(MappedSide before, MappedSide after)
    {
        var pairs = ConversionPairs.Of(before.Sent, after.Sent);
        var changes = pairs.Both
            .Select(pair => (pair.After.EventName, pair.After.EventId, Fields: FieldChange.Between(pair.Before, pair.After)))
            .Where(c => c.Fields.Count > 0)
            .ToLookup(c => c.EventName, c => (c.EventId, c.Fields), StringComparer.Ordinal);
        var names = before.Sent.Concat(after.Sent).Select(c => c.EventName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new MappingDifference(
            Compared(before),
            Compared(after),
            [.. names.Select(name => new EventDifference(
                name,
                before.Sent.Count(c => c.EventName == name),
                after.Sent.Count(c => c.EventName == name),
                Readiness(before.Sent.Where(c => c.EventName == name)),
                Readiness(after.Sent.Where(c => c.EventName == name)),
                Groups(pairs.Gained.Where(c => c.EventName == name), before),
                Groups(pairs.Lost.Where(c => c.EventName == name), after),
                changes[name].Count(),
                Fields(changes[name])))],
            Money(before.Sent, after.Sent));
    }

    private static ComparedMapping Compared(MappedSide side) =>
        new(side.Mapping, side.Version, side.Sent.Count, Readiness(side.Sent), side.Failed);

    private static decimal? Readiness(IEnumerable<MappedConversion> sent) => sent.Average(c => (decimal?)c.Readiness);

    private static List<ConversionGroup> Groups(IEnumerable<MappedConversion> conversions, MappedSide otherSide) =>
        [.. conversions
            .GroupBy(c => (c.Rule, Why: otherSide.WhyNot(c)))
            .Select(g => new ConversionGroup(g.Key.Rule, g.Key.Why, g.Count(), [.. g.Select(c => c.EventId).Take(MostExamples)]))
            .OrderByDescending(g => g.Count)
            .ThenBy(g => g.Rule, StringComparer.Ordinal)];

    private static List<FieldDifference> Fields(IEnumerable<(string EventId, IReadOnlyList<FieldChange> Fields)> changes) =>
        [.. changes
            .SelectMany(c => c.Fields.Select(field => (c.EventId, Change: field)))
            .GroupBy(c => c.Change.Field, StringComparer.Ordinal)
            .Select(g => new FieldDifference(
                g.Key,
                g.Count(c => c.Change.After is null),
                g.Count(c => c.Change is { Before: not null, After: not null }),
                g.Count(c => c.Change.Before is null),
                [.. g.Select(c => c.Change.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                [.. g.Take(MostExamples).Select(c => new FieldExample(c.EventId, c.Change.Before, c.Change.After))]))
            .OrderByDescending(f => f.Lost + f.Changed + f.Gained)
            .ThenBy(f => f.Field, StringComparer.Ordinal)];

    private static List<MoneyDifference> Money(IReadOnlyList<MappedConversion> before, IReadOnlyList<MappedConversion> after)
    {
        var (was, becomes) = (Sums(before), Sums(after));
        return [.. was.Keys.Union(becomes.Keys).Order().Select(k => new MoneyDifference(k.EventName, k.Currency, was.GetValueOrDefault(k), becomes.GetValueOrDefault(k)))];
    }

    private static Dictionary<(string EventName, string Currency), decimal> Sums(IEnumerable<MappedConversion> sent) =>
        sent.Where(c => c.Amount is not null).GroupBy(c => (c.EventName, c.Currency)).ToDictionary(g => g.Key, g => g.Sum(c => c.Amount!.Value));
}
