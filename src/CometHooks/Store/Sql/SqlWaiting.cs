namespace CometHooks.Store.Sql;

/// <summary>
/// What waits for a writer, and how long a webhook that joins it would wait. What would take too long is refused at once:
/// whoever posted it hangs up before it is stored, so keeping it would only make all others wait longer.
/// </summary>
internal sealed class SqlWaiting
{
    /// <summary>How much memory the bodies that wait may take.</summary>
    public const long MostBytes = 64 << 20;

    // As limits.commit by default.
    private long _longest = TimeSpan.FromMilliseconds(2500).Ticks;
    private long _bytes;
    private long _begunAt;
    private int _taken;
    private volatile Pace _pace = new(0, 0, 0, 0);

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
        _pace = _pace.With(TimeProvider.System.GetElapsedTime(Volatile.Read(ref _begunAt)).Ticks, _taken);
        Volatile.Write(ref _begunAt, 0);
    }

    private TimeSpan Wait(int depth)
    {
        var begun = Volatile.Read(ref _begunAt);
        if (begun == 0 && depth == 0)
        {
            return TimeSpan.Zero;
        }

        var (pace, underWay) = (_pace, 0.0);
        if (begun != 0)
        {
            // As if it ended now: one that takes longer than it should says something about those that come.
            var (taken, elapsed) = (Volatile.Read(ref _taken), TimeProvider.System.GetElapsedTime(begun).Ticks);
            pace = pace.With(elapsed, taken);
            underWay = Math.Max(0, pace.Of(taken) - elapsed);
        }

        return TimeSpan.FromTicks((long)(underWay + pace.Of(depth + 1)));
    }

    /// <summary>
    /// How long batches took lately: the last seconds of work, so that neither one slow sync nor one large write among many
    /// small ones says that the store is slow.
    /// </summary>
    /// <param name="Sync">Ticks that a batch costs by itself, however many share it: the shortest lately.</param>
    /// <param name="Busy">Ticks of all of them.</param>
    /// <param name="Batches">How many there were.</param>
    /// <param name="Writes">How many writes were in them.</param>
    private sealed record Pace(double Sync, double Busy, double Batches, double Writes)
    {
        private const double Lately = 3 * TimeSpan.TicksPerSecond;

        public Pace With(long took, int writes)
        {
            var kept = Math.Exp(-took / Lately);
            var sync = Batches == 0 ? took : Math.Min(took, Sync + ((took - Sync) * (1 - kept)));
            return new Pace(sync, (Busy * kept) + took, (Batches * kept) + 1, (Writes * kept) + Math.Max(1, writes));
        }

        /// <summary>Ticks that so many writes take.</summary>
        public double Of(int writes) =>
            Batches == 0 ? 0 : (Sync * (1 + (writes / SqlWriter.LargestBatch))) + (writes * Math.Max(0, Busy - (Sync * Batches)) / Writes);
    }
}
