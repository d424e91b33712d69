namespace CometHooks.Deliver;

/// <summary>When a failed conversion is tried again: exponential with full jitter, so that a thousand failures do not come back as one wave.</summary>
internal sealed class RetrySchedule(Random random)
{
    /// <summary>Attempts that reached a server before a conversion is dead: nearly two days, and never less than one.</summary>
    public const int MostAttempts = 20;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();

    /// <summary>The longest wait after so many attempts: 30 s, 1 min, 2 min … 6 h.</summary>
    public static TimeSpan Ceiling(int attempts)
    {
        var doublings = Math.Clamp(attempts - 1, 0, 20);
        var ceiling = First * (1L << doublings);
        return ceiling < Longest ? ceiling : Longest;
    }

    /// <summary>
    /// Anything up to the ceiling, at least a second; at least half of the longest one, or an outage of a day could use up
    /// all attempts of a conversion that has no others beside it to probe in its place.
    /// </summary>
    public TimeSpan Delay(int attempts)
    {
        double share;
        lock (_lock)
        {
            share = random.NextDouble();
        }

        var ceiling = Ceiling(attempts);
        var delay = ceiling < Longest ? ceiling * share : ceiling * ((1 + share) / 2);
        return delay > Shortest ? delay : Shortest;
    }
}
