namespace CometHooks.Sources;

/// <summary>
/// Runs foreign code where neither its throw nor its hang can do harm: on a thread of its own, which is left behind when
/// the time is up, for .NET cannot end a thread. Not on the pool, where a call that waits for its turn under load would
/// look like a hang.
/// </summary>
/// <param name="limit">How long a call may take.</param>
/// <param name="time">The clock.</param>
internal sealed class CallFence(TimeSpan limit, TimeProvider time)
{
    public const int AllowedHangs = 3;

    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(2);

    private int _hangsInARow;
    private int _leftBehind;
    private volatile bool _isOff;

    /// <summary>So many hangs in a row, or so many calls that hang still. It stays so: only a new start makes good.</summary>
    public bool IsOff => _isOff;

    /// <summary>On the caller's thread: a throw is caught, a hang is not.</summary>
    public static CallOutcome<T> CallHere<T>(Func<T> call)
        where T : class
    {
        try
        {
            return new CallOutcome<T>(call(), null, IsHang: false);
        }
        catch (Exception e)
        {
            return new CallOutcome<T>(null, e, IsHang: false);
        }
    }

    /// <summary>Holds up the caller's thread until the call has ended or was cut.</summary>
    public CallOutcome<T> Call<T>(Func<T> call)
        where T : class
    {
        var running = new FencedCall<T>(call);
        while (true)
        {
            var since = time.GetTimestamp();
            if (running.Thread.Join(limit))
            {
                return Ended(running);
            }

            if (!StoodStill(since))
            {
                return Cut(running);
            }
        }
    }

    /// <summary>The same without holding up a thread of the pool: a plugin that hangs delays nobody else's request.</summary>
    public async ValueTask<CallOutcome<T>> CallAsync<T>(Func<T> call)
        where T : class
    {
        var running = new FencedCall<T>(call);
        while (true)
        {
            var since = time.GetTimestamp();
            try
            {
                await running.Done.WaitAsync(limit, time);
                return Ended(running);
            }
            catch (TimeoutException)
            {
                if (!StoodStill(since))
                {
                    return Cut(running);
                }
            }
        }
    }

    // The whole machine did, as when it is moved to another host: the call had no time either.
    private bool StoodStill(long since) => time.GetElapsedTime(since) > limit + limit;

    private CallOutcome<T> Ended<T>(FencedCall<T> call)
        where T : class
    {
        Volatile.Write(ref _hangsInARow, 0);
        return call.Outcome!;
    }

    private CallOutcome<T> Cut<T>(FencedCall<T> call)
        where T : class
    {
        // Counted before it is left, so that its end cannot be counted first.
        var left = Interlocked.Increment(ref _leftBehind);
        if (!call.TryLeave(() => Interlocked.Decrement(ref _leftBehind)))
        {
            Interlocked.Decrement(ref _leftBehind);
            return Ended(call);
        }

        if (Interlocked.Increment(ref _hangsInARow) >= AllowedHangs || left >= AllowedHangs)
        {
            _isOff = true;
        }

        return new CallOutcome<T>(null, null, IsHang: true);
    }
}

/// <summary>How a call ended: with a result, a throw or a hang.</summary>
internal sealed record CallOutcome<T>(T? Result, Exception? Thrown, bool IsHang)
    where T : class;
