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
    InFlight inFlight,
    SendPlaces places,
    Delivery delivery,
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

        var begun = entries.Where(TryBegin).ToList();
        flow.Took(begun.Count);
        places.Claimed(begun.Count);
        _deliveries.AddRange(begun.Select(entry => DeliverAsync(entry, probe, cutOff, stopping)));

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

    private bool TryBegin(OutboxEntry entry)
    {
        if (inFlight.TryBegin(entry))
        {
            return true;
        }

        Log.UnderWay(logger, entry.Id, destination);
        return false;
    }

    private async Task DeliverAsync(OutboxEntry entry, bool probe, CancellationToken cutOff, CancellationToken stopping)
    {
        // Off the loop's thread, so that starting one does not delay the next.
        await Task.Yield();
        var hasPlace = false;
        var isEnded = false;
        try
        {
            hasPlace = places.TryEnter() || await EnterAsync(stopping);
            if (hasPlace)
            {
                await delivery.DeliverAsync(entry, probe, Answered, cutOff);
            }
            else
            {
                // In this order: who claims it from now on must not find it under way, and is not ended with it.
                var lease = inFlight.LeaseOf(entry);
                var unused = inFlight.End(entry);
                isEnded = true;
                await outbox.ReleaseAsync([entry with { Lease = lease }, .. unused is null ? Array.Empty<OutboxEntry>() : [unused]], CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            Log.DeliveryFailed(logger, e, entry.Id, destination);
        }
        finally
        {
            Answered();
            if (!isEnded)
            {
                await EndAsync(entry);
            }

            signal.Set();
        }

        void Answered()
        {
            if (hasPlace)
            {
                hasPlace = false;
                places.Leave();
                signal.Set();
            }
        }
    }

    // Should it fail, the claim ends with its lease.
    private async Task EndAsync(OutboxEntry entry)
    {
        if (inFlight.End(entry) is not { } unused)
        {
            return;
        }

        try
        {
            await outbox.ReleaseAsync([unused], CancellationToken.None);
        }
        catch (Exception e)
        {
            Log.DeliveryFailed(logger, e, entry.Id, destination);
        }
    }

    // What waited for its place goes only if it would still be claimed.
    private async Task<bool> EnterAsync(CancellationToken stopping)
    {
        if (!await places.EnterAsync(stopping))
        {
            return false;
        }

        if (flow.IsOpen && !stopping.IsCancellationRequested)
        {
            return true;
        }

        places.Leave();
        return false;
    }

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

        [LoggerMessage(LogLevel.Error, "Conversion {Conversion} for {Destination} ended without a result")]
        public static partial void DeliveryFailed(ILogger logger, Exception exception, long conversion, string destination);

        [LoggerMessage(LogLevel.Warning, "Conversion {Conversion} for {Destination} was claimed again while it is under way: it is not sent twice")]
        public static partial void UnderWay(ILogger logger, long conversion, string destination);

        [LoggerMessage(LogLevel.Information, "Stopping: {InFlight} requests under way to {Destination}")]
        public static partial void Draining(ILogger logger, int inFlight, string destination);
    }
}
