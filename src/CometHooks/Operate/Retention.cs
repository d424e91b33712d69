using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>Clears away what is older than it may be: a few rows at a time, with a rest between, so that nothing that arrives waits for it.</summary>
internal sealed partial class Retention(IRetention store, IHolding holding, RetentionOptions options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private const int Chunk = 100;
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);

    // A thousand rows a second: more than arrives over weeks, and less than the writer would notice.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private volatile Sweep? _last;

    /// <summary>What the last round cleared away; null before its end.</summary>
    public Sweep? Last => _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store's trouble is not this loop's end; the next round goes on where this one stopped.
                Log.NotCleared(log, e);
            }

            await Task.Delay(Round, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RoundAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bodies = await AllAsync(store.EmptyBodiesAsync, now - options.Bodies, cancellationToken);
        await AllAsync(store.GiveUpAsync, now - options.Ledger, cancellationToken);
        var decisions = await AllAsync(store.DropDecisionsAsync, now - options.Conversions, cancellationToken);
        var conversions = await AllAsync(store.DropConversionsAsync, now - options.Conversions, cancellationToken);
        var webhooks = await AllAsync(store.DropWebhooksAsync, now - options.Ledger, cancellationToken);
        var identities = await AllAsync(holding.ForgetIdentitiesAsync, now - options.Ledger, cancellationToken);
        for (long? after = 0; after is { } from;)
        {
            after = await store.DropEntriesAsync(now - options.Ledger, from, Chunk, cancellationToken);
            await Task.Delay(Between, time, cancellationToken);
        }

        _last = new Sweep(time.GetUtcNow(), bodies, conversions, webhooks, identities);
        if (bodies + decisions + conversions + webhooks + identities > 0)
        {
            Log.Cleared(log, bodies, conversions, webhooks, identities);
        }
    }

    private async Task<long> AllAsync(Func<DateTimeOffset, int, CancellationToken, Task<int>> clear, DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var sum = 0L; ;)
        {
            var cleared = await clear(before, Chunk, cancellationToken);
            sum += cleared;
            if (cleared < Chunk)
            {
                return sum;
            }

            await Task.Delay(Between, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Cleared away by age: {Bodies} bodies, {Conversions} conversions, {Webhooks} webhooks, {Identities} identities")]
        public static partial void Cleared(ILogger logger, long bodies, long conversions, long webhooks, long identities);

        [LoggerMessage(LogLevel.Error, "What is old could not be cleared away; the next try comes in an hour")]
        public static partial void NotCleared(ILogger logger, Exception exception);
    }
}

/// <summary>What one round cleared away.</summary>
/// <param name="EndedAt">When it was through.</param>
/// <param name="Bodies">Webhooks whose bodies and headers are gone.</param>
/// <param name="Conversions">Conversions, with their attempts.</param>
/// <param name="Webhooks">Webhooks themselves.</param>
/// <param name="Identities">Identities that nothing used.</param>
internal sealed record Sweep(DateTimeOffset EndedAt, long Bodies, long Conversions, long Webhooks, long Identities);
