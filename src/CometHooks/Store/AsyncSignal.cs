namespace CometHooks.Store;

/// <summary>Wakes one waiter; a signal that nobody waits for is kept for the next wait.</summary>
internal class AsyncSignal(TimeProvider time)
{
    private TaskCompletionSource _set = Fresh();

    public virtual void Set() => Volatile.Read(ref _set).TrySetResult();

    /// <summary>Returns on a signal, after the longest wait, or when cancelled; never throws.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _set).Task.WaitAsync(longest, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Waking without a signal is an answer too.
        }

        // Reset before the waiter looks for work, so that what is signalled from here on is not lost.
        Interlocked.Exchange(ref _set, Fresh());
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
