using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>
/// Each claimed conversion from its claim to the end of it: it waits for a place, is sent once however often it is claimed
/// meanwhile, and what was claimed in vain is given back.
/// </summary>
internal sealed partial class ClaimedConversions(
    IOutbox outbox, DestinationFlow flow, InFlight inFlight, SendPlaces places, Delivery delivery, AsyncSignal signal, TimeProvider time, ILogger<ClaimedConversions> logger)
{
    private static readonly TimeSpan LongestAhead = TimeSpan.FromSeconds(30);

    /// <summary>False: it is under way already.</summary>
    public bool TryBegin(OutboxEntry entry)
    {
        if (inFlight.TryBegin(entry))
        {
            return true;
        }

        Log.UnderWay(logger, entry.Id, entry.Destination);
        return false;
    }

    /// <param name="entry">One that was begun.</param>
    /// <param name="probe">Whether it tests a paused destination.</param>
    /// <param name="cutOff">Ends the request: the hub cannot wait any longer.</param>
    /// <param name="stopping">What has no place yet is given back.</param>
    public async Task DeliverAsync(OutboxEntry entry, bool probe, CancellationToken cutOff, CancellationToken stopping)
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
            Log.Failed(logger, e, entry.Id, entry.Destination);
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
            Log.Failed(logger, e, entry.Id, entry.Destination);
        }
    }

    // What waited for its place goes only if it would still be claimed, and not so long that its lease could be another's.
    private async Task<bool> EnterAsync(CancellationToken stopping)
    {
        using var tooLong = new CancellationTokenSource(LongestAhead, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, tooLong.Token);
        if (!await places.EnterAsync(either.Token))
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Conversion {Conversion} for {Destination} ended without a result")]
        public static partial void Failed(ILogger logger, Exception exception, long conversion, string destination);

        [LoggerMessage(LogLevel.Warning, "Conversion {Conversion} for {Destination} was claimed again while it is under way: it is not sent twice")]
        public static partial void UnderWay(ILogger logger, long conversion, string destination);
    }
}
