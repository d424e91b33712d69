using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Count;

/// <summary>Ends the waiting of held conversions when their time is up. The time is in their rows: a crash loses none.</summary>
internal sealed partial class HeldRelease(IHolding holding, IDeliverySignal delivery, TimeProvider time, ILogger<HeldRelease> log) : BackgroundService
{
    private const int BatchSize = 256;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Look;
            try
            {
                var release = await holding.ReleaseDueAsync(BatchSize, stoppingToken);
                foreach (var destination in release.Destinations)
                {
                    delivery.Wake(destination);
                }

                wait = release.Released == BatchSize ? TimeSpan.Zero : Look;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.ReleaseFailed(log, e);
                wait = AfterError;
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Conversions that wait for evidence could not be released; they are tried again in five seconds")]
        public static partial void ReleaseFailed(ILogger logger, Exception exception);
    }
}
