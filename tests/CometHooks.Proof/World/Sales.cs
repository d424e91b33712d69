using System.Globalization;

namespace CometHooks.Proof.World;

/// <summary>Sales and bookings at all three platforms without end, from a seed, each as the events that tell of it.</summary>
internal sealed class Sales(int seed)
{
    private readonly Random _random = new(seed);
    private readonly string _run = seed.ToString(CultureInfo.InvariantCulture);
    private int _made;

    /// <summary>The next sale. Not safe for several threads.</summary>
    public IReadOnlyList<ClientEvent> Next()
    {
        // A buyer of its own for each sale: which of two sales a visitor's token came from is not the question here.
        var number = ++_made;
        var buyer = new Buyer(number, new Random(unchecked((seed * 397) ^ number)));
        var at = TimeProvider.System.GetUtcNow().AddHours(-3);
        var about = $"sale {_run}-{number}";
        return [.. Deal(buyer, at).Select(h => new ClientEvent(h, about))];
    }

    private IEnumerable<Happening> Deal(Buyer buyer, DateTimeOffset at) => _random.Next(100) switch
    {
        < 40 => StripeSales.OneOff(_random, buyer, at),
        < 55 => StripeSales.Subscription(_random, buyer, at, renewals: 0),
        < 80 => ShopifySales.Order(_random, buyer, at),
        _ => CalendlyBookings.Booking(_random, buyer, at, moves: _random.Next(3) == 0 ? 1 : 0),
    };
}
