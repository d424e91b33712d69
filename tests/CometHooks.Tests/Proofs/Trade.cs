namespace CometHooks.Tests.Proofs;

/// <summary>
/// Six weeks of several hundred buyers at all platforms, from a seed. A buyer's deals stand in different hours of the day, so
/// that no two of them are near each other: which of two visits of one hour a purchase belongs to, nobody can know.
/// </summary>
internal static class Trade
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>So many events, as they happened.</summary>
    public static IReadOnlyList<Happening> Of(int events, int buyers, int seed)
    {
        var random = new Random(seed);
        var all = new List<Happening>(events + 16);
        for (var hour = 0; all.Count < events; hour += 3)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hour, 24, nameof(buyers));
            for (var number = 0; number < buyers && all.Count < events; number++)
            {
                // The same buyer each time: his values come from a seed of his own.
                var buyer = new Buyer(number, new Random(seed + number));
                var at = Start.AddDays(random.Next(40)).AddHours(hour).AddMinutes(random.Next(40)).AddSeconds(random.Next(60));
                all.AddRange(Deal(random, buyer, at));
            }
        }

        return [.. all.OrderBy(h => h.At).Take(events)];
    }

    private static IEnumerable<Happening> Deal(Random random, Buyer buyer, DateTimeOffset at) => random.Next(100) switch
    {
        < 35 => StripeSales.OneOff(random, buyer, at),
        < 60 => StripeSales.Subscription(random, buyer, at, renewals: random.Next(3)),
        < 85 => ShopifySales.Order(random, buyer, at),
        _ => CalendlyBookings.Booking(random, buyer, at, moves: random.Next(3) == 0 ? 1 : 0),
    };
}
