using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>Seals what is plain or under an older key by the newest one, beside everything else, until nothing is left.</summary>
internal sealed partial class Rekeying(IRekeying store, IErasures erasures, TimeProvider time, ILogger<Rekeying> log) : BackgroundService
{
    private const int Chunk = 50;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await SealAllAsync(stoppingToken);

        // Another hub that seals by a newer key forgets this one's when its own look finds nothing, and this one goes on writing.
        using var timer = new PeriodicTimer(NoteEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await store.NoteKeyAgainAsync(stoppingToken))
                {
                    Log.StillSeals(log, store.KeyId!);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotSealed(log, e);
            }
        }
    }

    private async Task SealAllAsync(CancellationToken stoppingToken)
    {
        var isChanged = false;

        // Once more after the last row that was changed: only a look that finds nothing says that nothing is left.
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var rows = await RoundAsync(stoppingToken);
                if (rows == 0)
                {
                    // What was plain, or under a key that somebody may have, is not to stay in free space either.
                    if (isChanged && !await erasures.ScrubAsync(PersonTraces.OfNobody, stoppingToken))
                    {
                        Log.NeedsCompaction(log);
                    }

                    await store.ForgetOtherKeysAsync(stoppingToken);
                    Log.AllSealed(log, store.KeyId!);
                    return;
                }

                isChanged = true;
                Log.Sealed(log, rows, store.KeyId!);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotSealed(log, e);
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> RoundAsync(CancellationToken cancellationToken)
    {
        var rows = 0L;
        foreach (var table in Enum.GetValues<SealedTable>())
        {
            for (long? after = 0; after is { } from;)
            {
                var page = await store.RekeyAsync(table, from, Chunk, cancellationToken);
                (rows, after) = (rows + page.Sealed, page.Last);
                await Task.Delay(Between, time, cancellationToken);
            }
        }

        return rows;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Rows} rows were sealed by the key {Key}")]
        public static partial void Sealed(ILogger logger, long rows, string key);

        [LoggerMessage(LogLevel.Information, "All rows are sealed by the key {Key}: once all hubs of this store run with it, older keys may be taken out of store.encryption_keys")]
        public static partial void AllSealed(ILogger logger, string key);

        [LoggerMessage(LogLevel.Warning, "What the rows were before may still stand in free space of the store's file, which is too large to be compacted while the hub runs: stop the hub when it is quiet, and run comethooks store compact")]
        public static partial void NeedsCompaction(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "This hub still seals by the key {Key}, which another hub has replaced: restart it with the newest key first in store.encryption_keys, and leave this key in all hubs until then")]
        public static partial void StillSeals(ILogger logger, string key);

        [LoggerMessage(LogLevel.Error, "Rows could not be sealed by the newest key; the next try comes in a minute")]
        public static partial void NotSealed(ILogger logger, Exception exception);
    }
}
