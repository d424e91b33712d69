namespace CometHooks.Store;

/// <summary>
/// The clock of leases and due times where no database has one. It follows the machine's, except back: until the machine's
/// has come up to it again it runs at half speed. So nothing that waits waits more than twice as long because somebody set
/// the clock, and the two meet again.
/// </summary>
/// <param name="time">The machine's clock.</param>
/// <param name="last">The last time that was noted by this clock in an earlier process, where there is one.</param>
internal sealed class StoreClock(TimeProvider time, DateTimeOffset? last = null)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _now = last ?? DateTimeOffset.MinValue;
    private long _at = time.GetTimestamp();

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                var (clock, at) = (time.GetUtcNow(), time.GetTimestamp());
                var slowed = _now + (time.GetElapsedTime(_at, at) / 2);
                (_now, _at) = (clock > slowed ? clock : slowed, at);
                return _now;
            }
        }
    }
}
