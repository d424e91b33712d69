namespace CometHooks.Tests.Proofs;

/// <param name="Happening">What is told.</param>
/// <param name="ArrivesAt">When the hub is told.</param>
internal sealed record Delivery(Happening Happening, DateTimeOffset ArrivesAt)
{
    /// <summary>Each once, in order, a second after it happened.</summary>
    public static IReadOnlyList<Delivery> InOrder(IReadOnlyList<Happening> all) => [.. all.Select(h => new Delivery(h, h.At.AddSeconds(1)))];

    /// <summary>Each so many times, every time after a delay of its own: in whatever order that gives.</summary>
    public static IReadOnlyList<Delivery> Shuffled(IReadOnlyList<Happening> all, int times, TimeSpan longest, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. all.SelectMany(h => Enumerable.Range(0, times).Select(_ => new Delivery(h, h.At + longest * random.NextDouble())))
                .OrderBy(d => d.ArrivesAt),
        ];
    }
}
