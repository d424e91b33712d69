using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>The loop of one destination: ask what may go, claim it, start the deliveries; on stop, drain.</summary>
internal sealed partial class DeliveryWorker(
    string destination,
    DestinationOptions options,
    IOutbox outbox,
    CometlyRequestWriter writer,
    DestinationFlow flow,
    SharedFlow? shared,
    SendPlaces places,
    ClaimedConversions claimed,
    AsyncSignal signal,
    TimeProvider time,
    ILogger<DeliveryWorker> logger)
{
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterNothingClaimed = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);
    private readonly LaneTurn _turns = new();
    private readonly List<Task> _deliveries = [];

    /// <summary>How long it rests at most before it looks again by itself.</summary>
    public required TimeSpan LongestSleep { get; init; }

    /// <summary>How long a stop waits for what is in flight before it cuts it off.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var cutOff = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        while (!stopping.IsCancellationRequested)
        {
            TimeSpan sleep;
            try
            {
                sleep = await PassAsync(cutOff.Token, stopping);
            }
            catch (Exception e)
            {
                // The store's trouble is not this loop's end: whatever was not claimed is still due.
                Log.PassFailed(logger, e, destination);
                sleep = AfterError;
            }

            if (sleep > TimeSpan.Zero)
            {
                await signal.WaitAsync(sleep, stopping);
            }
        }

        await DrainAsync(cutOff);
    }

    // Zero: there may be more to claim at once.
    private async Task<TimeSpan> PassAsync(CancellationToken cutOff, CancellationToken stopping)
    {
        _deliveries.RemoveAll(task => task.IsCompleted);
        if (shared is not null)
        {
            await shared.FollowAsync(stopping);
        }

        var allowance = flow.Allow(places.Wanted(_deliveries.Count), _deliveries.Count);
        if (allowance.Most == 0)
        {
            return Bounded(allowance.Wait > TimeSpan.Zero ? allowance.Wait : LongestSleep);
        }

        var outlook = await outbox.LookAsync(destination, stopping);
        var granted = await TakeAsync(outlook, allowance.Most, stopping);
        if (granted.Taken == 0 && granted.Wait > TimeSpan.Zero)
        {
            return Bounded(granted.Wait);
        }

        var begun = await ClaimAsync(_turns.Plan(outlook.Due, granted.Taken), allowance.Probe, cutOff, stopping);
        await GiveBackAsync(granted.Taken - begun);
        return begun > 0 || stopping.IsCancellationRequested ? TimeSpan.Zero
            : outlook.Due.Count > 0 ? AfterNothingClaimed
            : Bounded(outlook.NextDueAt is { } next ? next - time.GetUtcNow() : LongestSleep);
    }

    // How many were begun.
    private async Task<int> ClaimAsync(IReadOnlyDictionary<Lane, int> plan, bool probe, CancellationToken cutOff, CancellationToken stopping)
    {
        // A claim is not cancelled half way: what it claimed would stay claimed. Lanes together, so that they share a commit.
        places.Claiming();
        var claims = plan.Select(async turn => await outbox.ClaimAsync(destination, turn.Key, turn.Value, conversion => writer.Freeze(conversion, options), CancellationToken.None)).ToList();
        await ((Task)Task.WhenAll(claims)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var entries = claims.Where(claim => claim.IsCompletedSuccessfully).SelectMany(claim => claim.Result).ToList();
        if (stopping.IsCancellationRequested)
        {
            await outbox.ReleaseAsync(entries, CancellationToken.None);
            return 0;
        }

        var begun = entries.Where(claimed.TryBegin).ToList();
        flow.Took(begun.Count);
        places.Claimed(begun.Count);
        _deliveries.AddRange(begun.Select(entry => claimed.DeliverAsync(entry, probe, cutOff, stopping)));

        // What was claimed goes in any case; what was not is told now.
        await Task.WhenAll(claims);
        return begun.Count;
    }

    // A budget of this process alone has had its say with the allowance.
    private async Task<BudgetGrant> TakeAsync(OutboxOutlook outlook, int most, CancellationToken stopping)
    {
        var due = (int)Math.Min(most, outlook.Due.Values.Sum(count => (long)count));
        return shared is null || options.PerMinute == 0 || due == 0 ? new BudgetGrant(due, TimeSpan.Zero) : await shared.TakeAsync(due, stopping);
    }

    private Task GiveBackAsync(int count) => shared is null || options.PerMinute == 0 || count == 0 ? Task.CompletedTask : shared.GiveBackAsync(count);

    private async Task DrainAsync(CancellationTokenSource cutOff)
    {
        cutOff.CancelAfter(DrainLimit);
        _deliveries.RemoveAll(task => task.IsCompleted);
        Log.Draining(logger, _deliveries.Count, destination);
        await Task.WhenAll(_deliveries);
    }

    private TimeSpan Bounded(TimeSpan sleep) =>
        sleep < ShortestSleep ? ShortestSleep : sleep > LongestSleep ? LongestSleep : sleep;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Could not look for due conversions of {Destination}; the loop goes on")]
        public static partial void PassFailed(ILogger logger, Exception exception, string destination);

        [LoggerMessage(LogLevel.Information, "Stopping: {InFlight} requests under way to {Destination}")]
        public static partial void Draining(ILogger logger, int inFlight, string destination);
    }
}
