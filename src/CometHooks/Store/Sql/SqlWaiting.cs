namespace CometHooks.Store.Sql;

/// <summary>
/// What waits for a writer, and how long a webhook that joins it would wait. What would take too long is refused at once:
/// whoever posted it hangs up before it is stored, so keeping it would only make all others wait longer.
/// </summary>
internal sealed class SqlWaiting
{
    /// <summary>How much memory the bodies that wait may take.</summary>
    public const long MostBytes = 64 << 20;

    // So few writes show what a batch costs by itself: its sync.
    private const int Few = 4;

    // As limits.commit by default.
    private long _longest = TimeSpan.FromMilliseconds(2500).Ticks;
    private long _bytes;
    private long _ticksOfBatch;
    private long _ticksOfOne;
    private long _begunAt;
    private int _taken;

    /// <summary>After so long a request is answered 503.</summary>
    public TimeSpan Longest { set => Volatile.Write(ref _longest, value.Ticks); }

    /// <summary>Whether one more may wait. What may is counted until it is taken.</summary>
    /// <param name="add">The webhook.</param>
    /// <param name="depth">How many writes wait already.</param>
    public bool TryJoin(SqlAdd add, int depth)
    {
        // A writer that has nothing to do is always tried: its last batch may have been an exception.
        if (Wait(depth).Ticks > Volatile.Read(ref _longest))
        {
            return false;
        }

        if (Interlocked.Add(ref _bytes, add.Bytes) <= MostBytes || depth == 0)
        {
            return true;
        }

        Leave(add);
        return false;
    }

    /// <summary>It waits no more, or never did.</summary>
    public void Leave(SqlAdd add) => Interlocked.Add(ref _bytes, -add.Bytes);

    /// <summary>A write's turn has come.</summary>
    public void Took(SqlWork work)
    {
        _taken++;
        if (work is SqlAdd add)
        {
            Leave(add);
        }
    }

    public void BatchBegins()
    {
        _taken = 0;
        Volatile.Write(ref _begunAt, TimeProvider.System.GetTimestamp());
    }

    public void BatchEnds()
    {
        var took = TimeProvider.System.GetElapsedTime(Volatile.Read(ref _begunAt)).Ticks;
        if (_taken <= Few || took < _ticksOfBatch)
        {
            Volatile.Write(ref _ticksOfBatch, took);
        }

        // Half of it is the past: a disk that paused once is not a slow one.
        Volatile.Write(ref _ticksOfOne, (_ticksOfOne + Each(took, _taken)) / 2);
        Volatile.Write(ref _begunAt, 0);
    }

    // A batch and each write in it, as they were lately: where the sync is what takes long, it is shared by all who wait.
    private TimeSpan Wait(int depth)
    {
        var begun = Volatile.Read(ref _begunAt);
        if (begun == 0 && depth == 0)
        {
            return TimeSpan.Zero;
        }

        var (batch, one) = (Volatile.Read(ref _ticksOfBatch), Volatile.Read(ref _ticksOfOne));
        var underWay = 0L;
        if (begun != 0)
        {
            // What takes longer than it should says how long the next will take.
            var (taken, elapsed) = (Volatile.Read(ref _taken), TimeProvider.System.GetElapsedTime(begun).Ticks);
            one = Math.Max(one, Each(elapsed, taken));
            underWay = Math.Max(0, batch + (one * taken) - elapsed);
        }

        return TimeSpan.FromTicks(underWay + (batch * (1 + (depth / SqlWriter.LargestBatch))) + (one * (depth + 1)));
    }

    private long Each(long took, int taken) => taken == 0 ? 0 : Math.Max(0, took - Volatile.Read(ref _ticksOfBatch)) / taken;
}
