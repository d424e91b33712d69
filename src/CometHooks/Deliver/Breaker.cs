namespace CometHooks.Deliver;

/// <summary>
/// Opens after several failures in a row, then lets one probe through at growing intervals. While it is open nothing is
/// sent, so an outage of Cometly's uses up no attempts. Not safe for several threads: <see cref="DestinationFlow"/> owns it.
/// </summary>
internal sealed class Breaker(TimeProvider time)
{
    public const int FailuresToOpen = 5;
    private static readonly TimeSpan FirstOpen = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestOpen = TimeSpan.FromMinutes(5);
    private int _failures;
    private TimeSpan _open = FirstOpen;
    private long _since;

    public bool Closed { get; private set; } = true;

    /// <summary>How long until a probe may go; zero: now, or closed.</summary>
    /// <remarks>By the time that passes, not by the clock on the wall, which somebody may set back.</remarks>
    public TimeSpan Wait => !Closed && time.GetElapsedTime(_since) is var open && open < _open ? _open - open : TimeSpan.Zero;

    /// <summary>How many of the free places may be used: all, none, or one probe while nothing else is under way.</summary>
    public int Allows(int free, int inFlight) => Closed ? free : inFlight == 0 && Wait == TimeSpan.Zero ? Math.Min(free, 1) : 0;

    /// <summary>The server answered, whatever it said. True: that closed it.</summary>
    public bool Answered()
    {
        var wasOpen = !Closed;
        Closed = true;
        _failures = 0;
        _open = FirstOpen;
        return wasOpen;
    }

    /// <summary>No answer, or one of a server in trouble. True: that opened it.</summary>
    public bool Failed()
    {
        if (Closed)
        {
            if (++_failures < FailuresToOpen)
            {
                return false;
            }

            Closed = false;
            _since = time.GetTimestamp();
            return true;
        }

        if (Wait == TimeSpan.Zero)
        {
            // The probe failed. Failures of requests that were under way when it opened say nothing new.
            _open = _open * 2 < LongestOpen ? _open * 2 : LongestOpen;
            _since = time.GetTimestamp();
        }

        return false;
    }
}
