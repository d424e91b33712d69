using CometHooks.Store;

namespace CometHooks.Count;

/// <summary>Forgets identities that nothing has used for 400 days, a few at a time.</summary>
internal sealed partial class IdentityExpiry(IHolding holding, TimeProvider time, ILogger<IdentityExpiry> log) : BackgroundService
{
    /// <summary>As long as the ledger remembers what was counted.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(400);

    private const int BatchSize = 200;
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Rest;
            try
            {
                var forgotten = await holding.ForgetIdentitiesAsync(time.GetUtcNow() - Unused, BatchSize, stoppingToken);
                wait = forgotten == BatchSize ? Between : Rest;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.ForgettingFailed(log, e);
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Identities unused for 400 days could not be forgotten; tried again in an hour")]
        public static partial void ForgettingFailed(ILogger logger, Exception exception);
    }
}
