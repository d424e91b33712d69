namespace CometHooks.Store.Sql;

/// <summary>
/// What waits for a writer, and how long a webhook that joins it would wait. What would take too long is refused at once:
/// whoever posted it hangs up before it is stored, so keeping it would only make all others wait longer.
/// </summary>
internal sealed class SqlWaiting
{
    /// <summary>How much memory the bodies that wait may take.</summary>
    public const long MostBytes = 64 << 20;

    // As limits.commit by default: after that a request is answered 503.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2500);

    private long _bytes;
    private long _ticksOfOne;
    private long _begunAt;
    private int _taken;

    /// <summary>Whether one more may wait. What may is counted until it is taken.</summary>
    /// <param name="add">The webhook.</param>
    /// <param name="depth">How many writes wait already.</param>
    public bool TryJoin(SqlAdd add, int depth)
    {
        // A writer that has nothing to do is always tried: its last batch may have been an exception.
        if (Wait(depth) > Longest)
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
        Volatile.Write(ref _ticksOfOne, TimeProvider.System.GetElapsedTime(Volatile.Read(ref _begunAt)).Ticks / Math.Max(1, _taken));
        Volatile.Write(ref _begunAt, 0);
    }

    // As fast as the last batch, each write for itself: where it is the sync that takes long, the next batches are larger,
    // and each write is quicker.
    private TimeSpan Wait(int depth)
    {
        var begun = Volatile.Read(ref _begunAt);
        if (begun == 0 && depth == 0)
        {
            return TimeSpan.Zero;
        }

        var one = TimeSpan.FromTicks(Volatile.Read(ref _ticksOfOne));
        var underWay = begun == 0 ? TimeSpan.Zero : one * Volatile.Read(ref _taken) - TimeProvider.System.GetElapsedTime(begun);
        return (underWay > TimeSpan.Zero ? underWay : TimeSpan.Zero) + (one * (depth + 1));
    }
}
