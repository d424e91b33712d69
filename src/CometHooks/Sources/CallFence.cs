namespace CometHooks.Sources;

/// <summary>Runs foreign code where neither its throw nor its hang can do harm.</summary>
/// <param name="limit">How long a call may take.</param>
internal sealed class CallFence(TimeSpan limit)
{
    public const int AllowedHangs = 3;

    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(2);

    private int _hangs;

    public bool IsOff => Volatile.Read(ref _hangs) >= AllowedHangs;

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

    /// <summary>
    /// On a thread of its own, which is left behind when the time is up: .NET cannot end a thread. Not on the pool,
    /// where a call that waits for its turn under load would look like a hang.
    /// </summary>
    public CallOutcome<T> Call<T>(Func<T> call)
        where T : class
    {
        CallOutcome<T>? outcome = null;
        var thread = new Thread(() => Volatile.Write(ref outcome, CallHere(call))) { IsBackground = true, Name = "plugin call" };
        thread.Start();
        if (thread.Join(limit) && Volatile.Read(ref outcome) is { } ended)
        {
            return ended;
        }

        Interlocked.Increment(ref _hangs);
        return new CallOutcome<T>(null, null, IsHang: true);
    }
}

/// <summary>How a call ended: with a result, a throw or a hang.</summary>
internal sealed record CallOutcome<T>(T? Result, Exception? Thrown, bool IsHang)
    where T : class;
