using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>Adds what happened to the series that the overview shows, beside the path of a webhook.</summary>
internal sealed partial class SeriesRollUp(IOverview store, LookInterval look, TimeProvider time, ILogger<SeriesRollUp> logger) : BackgroundService
{
    private const int Most = 2000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Among several hubs a row may be overtaken by one with a higher number for as long as a commit takes. By how long ago
    // this hub saw where the rows end: what rows say of their time is told by the clocks of several hubs.
    private readonly Queue<(long SeenAt, SeriesEnd End)> _seen = new();
    private readonly TimeSpan _settled = look == LookInterval.Alone ? TimeSpan.Zero : TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RollUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store's trouble is not this loop's end: what was not added is added the next time.
                Log.NotAdded(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RollUpAsync(CancellationToken cancellationToken)
    {
        _seen.Enqueue((time.GetTimestamp(), await store.SeriesEndAsync(cancellationToken)));
        SeriesEnd? end = null;
        while (_seen.TryPeek(out var seen) && time.GetElapsedTime(seen.SeenAt) >= _settled)
        {
            end = _seen.Dequeue().End;
        }

        while (end is { } settled && await store.RollUpAsync(Most, settled, cancellationToken) >= Most)
        {
            // There is more, but what arrives meanwhile goes first.
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "What happened could not be added to the series; the next look comes by itself")]
        public static partial void NotAdded(ILogger logger, Exception exception);
    }
}
