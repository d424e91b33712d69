namespace CometHooks.Sources;

/// <summary>One call on a thread of its own, from its start on. Either it ends first, or it is left behind.</summary>
internal sealed class FencedCall<T>
    where T : class
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Action? _onLateEnd;

    public FencedCall(Func<T> call)
    {
        Thread = new Thread(() => End(CallFence.CallHere(call))) { IsBackground = true, Name = "plugin call" };
        Thread.Start();
    }

    public Thread Thread { get; }

    public Task Done => _done.Task;

    /// <summary>How it ended; null while it runs.</summary>
    public CallOutcome<T>? Outcome { get; private set; }

    /// <summary>Gives it up. False: it has just ended.</summary>
    /// <param name="onLateEnd">What happens should it end after all.</param>
    public bool TryLeave(Action onLateEnd)
    {
        lock (_lock)
        {
            _onLateEnd = onLateEnd;
            return Outcome is null;
        }
    }

    private void End(CallOutcome<T> outcome)
    {
        lock (_lock)
        {
            Outcome = outcome;
            _onLateEnd?.Invoke();
        }

        _done.SetResult();
    }
}
