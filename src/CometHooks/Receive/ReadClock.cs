using System.IO.Pipelines;

namespace CometHooks.Receive;

/// <summary>Reads until the time for the whole body is up. There is no timer for a body that is all there already, as most are.</summary>
internal sealed class ReadClock(TimeSpan limit, TimeProvider time, PipeReader body) : IDisposable
{
    private ITimer? _timer;

    /// <summary>What has arrived; <see cref="ReadResult.IsCanceled"/> once the time is up.</summary>
    public ValueTask<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        var next = body.ReadAsync(cancellationToken);
        if (!next.IsCompleted)
        {
            _timer ??= time.CreateTimer(static body => ((PipeReader)body!).CancelPendingRead(), body, limit, Timeout.InfiniteTimeSpan);
        }

        return next;
    }

    public void Dispose() => _timer?.Dispose();
}
