using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>Says at start for which destinations conversions wait in vain, and which ones only the ledger knows: mostly a renamed one.</summary>
internal sealed partial class DestinationReport(
    IArchive archive, IReadOnlyDictionary<string, DestinationOptions> destinations, ILogger<DestinationReport> logger) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var known in await archive.DestinationsAsync(cancellationToken))
            {
                Report(known);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A hub that cannot say this can still do its job.
            Log.NotRead(logger, e);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report(KnownDestination known)
    {
        // Case counts: conversions and delivery know a destination by exactly this name.
        var options = destinations.FirstOrDefault(d => d.Key == known.Name).Value;
        if (options is null)
        {
            if (known.Pending > 0)
            {
                Log.Unknown(logger, known.Pending, known.Name);
            }
            else
            {
                Log.Renamed(logger, known.Name);
            }
        }
        else if (known.Pending > 0 && options.Token.Length == 0)
        {
            Log.Off(logger, known.Pending, known.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Pending} conversions wait for destination '{Destination}', which the configuration does not have")]
        public static partial void Unknown(ILogger logger, long pending, string destination);

        [LoggerMessage(LogLevel.Warning, "{Pending} conversions wait for destination '{Destination}', which has no token")]
        public static partial void Off(ILogger logger, long pending, string destination);

        [LoggerMessage(LogLevel.Warning, "The ledger knows destination '{Destination}', the configuration does not: a renamed destination counts apart, so what was counted there can count again")]
        public static partial void Renamed(ILogger logger, string destination);

        [LoggerMessage(LogLevel.Error, "Could not read which destinations the store knows")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
