namespace CometHooks.Operate.Diff;

/// <summary>Which conversion of one side is which of the other: the strictest likeness first, each conversion once.</summary>
/// <param name="Both">What both sides send.</param>
/// <param name="Lost">What only the side before sends.</param>
/// <param name="Gained">What only the side after sends.</param>
internal sealed record ConversionPairs(
    IReadOnlyList<(MappedConversion Before, MappedConversion After)> Both, IReadOnlyList<MappedConversion> Lost, IReadOnlyList<MappedConversion> Gained)
{
    public static ConversionPairs Of(IReadOnlyList<MappedConversion> before, IReadOnlyList<MappedConversion> after)
    {
        var both = new List<(MappedConversion, MappedConversion)>();
        IReadOnlyList<MappedConversion> lost = before;
        IReadOnlyList<MappedConversion> gained = after;

        // The same event about the same thing; the same thing told by another event (the ledger chose another); the same
        // event, whose rule says by another key what it is about.
        foreach (var names in (Func<MappedConversion, IEnumerable<Likeness>>[])[EventAndKeys, Keys, Event])
        {
            (lost, gained) = Pair(lost, gained, names, both);
        }

        return new ConversionPairs(both, lost, gained);
    }

    private static (IReadOnlyList<MappedConversion> Lost, IReadOnlyList<MappedConversion> Gained) Pair(
        IReadOnlyList<MappedConversion> before,
        IReadOnlyList<MappedConversion> after,
        Func<MappedConversion, IEnumerable<Likeness>> names,
        List<(MappedConversion, MappedConversion)> both)
    {
        var open = new HashSet<MappedConversion>(after, ReferenceEqualityComparer.Instance);
        var byName = after.SelectMany(conversion => names(conversion).Select(name => (name, conversion))).ToLookup(x => x.name, x => x.conversion);
        var lost = new List<MappedConversion>();
        foreach (var conversion in before)
        {
            if (names(conversion).SelectMany(name => byName[name]).FirstOrDefault(open.Contains) is { } same)
            {
                open.Remove(same);
                both.Add((conversion, same));
            }
            else
            {
                lost.Add(conversion);
            }
        }

        return (lost, [.. after.Where(open.Contains)]);
    }

    private static IEnumerable<Likeness> EventAndKeys(MappedConversion c) => c.Keys.Select(key => new Likeness(c.EventName, c.EventId, key));

    private static IEnumerable<Likeness> Keys(MappedConversion c) => c.Keys.Select(key => new Likeness(c.EventName, null, key));

    private static IEnumerable<Likeness> Event(MappedConversion c) => [new Likeness(c.EventName, c.EventId, null)];

    private readonly record struct Likeness(string EventName, string? EventId, string? Key);
}
