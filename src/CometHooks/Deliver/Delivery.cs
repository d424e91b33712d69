using CometHooks.Operate.Metrics;
using CometHooks.Operate.Traces;
using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>One conversion's way: send, learn from the answer, record it, say so.</summary>
internal sealed partial class Delivery(
    CometlySender sender, DestinationFlow flow, SharedFlow? shared, NextStep nextStep, IOutbox outbox, InFlight inFlight, PauseRecord pauses, TimeProvider time, ILogger<Delivery> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <param name="entry">The claimed conversion.</param>
    /// <param name="probe">Whether it tests a paused destination.</param>
    /// <param name="answered">Called when the answer is there and learned from, before it is recorded.</param>
    /// <param name="cutOff">Ends the request: the hub cannot wait any longer.</param>
    public async Task DeliverAsync(OutboxEntry entry, bool probe, Action answered, CancellationToken cutOff)
    {
        var result = await SendAsync(entry, cutOff);

        if (probe)
        {
            shared?.LookAgain();
        }

        // Before the record: a pause must hold before the next claim.
        var change = flow.Learn(result, probe);
        answered();
        if (shared is not null)
        {
            await shared.LearnAsync(result);
        }

        HubMeter.Attempted(entry.Destination, result);
        var record = nextStep.After(entry, result, failedProbe: probe && flow.PausedBecause is not null);
        Log.Attempt(
            logger,
            result.Outcome == DeliveryOutcome.Delivered ? LogLevel.Information : LogLevel.Warning,
            entry.WebhookId,
            entry.Endpoint,
            entry.Id,
            entry.EventName,
            entry.Destination,
            entry.Attempts + 1,
            Word(result.Outcome),
            Word(record.NextState),
            result.Status,
            result.RequestId,
            (long)(result.EndedAt - result.StartedAt).TotalMilliseconds,
            result.Error ?? "");
        await RecordAsync(entry, record, cutOff);
        if (change is not null && await pauses.WriteAsync(entry.Destination, change) is { } stands)
        {
            shared?.Wrote(stands.Reason);
            if (stands != change)
            {
                flow.Follow(stands.Reason);
            }
        }
    }

    private async Task<DeliveryResult> SendAsync(OutboxEntry entry, CancellationToken cutOff)
    {
        using var span = HubTraces.Deliver(entry);
        var result = await sender.SendAsync(entry, cutOff);
        span?.Answered(result);
        return result;
    }

    // An answer that is not recorded would be asked for again, so this goes on until the store takes it.
    private async Task RecordAsync(OutboxEntry entry, AttemptRecord record, CancellationToken cutOff)
    {
        var refused = false;
        for (var wait = TimeSpan.FromSeconds(1); ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                if (await outbox.RecordAsync(record with { Lease = inFlight.LeaseOf(entry) }, CancellationToken.None))
                {
                    if (record.NextState != ConversionState.Pending)
                    {
                        HubMeter.Ended(entry.Destination, entry.EventName, record.NextState);
                    }

                    return;
                }

                // A claim raises the lease a moment before this process notes it: only the second refusal is one.
                if (refused)
                {
                    Log.LeaseLost(logger, record.ConversionId);
                    return;
                }

                refused = true;
            }
            catch (Exception e) when (!cutOff.IsCancellationRequested)
            {
                Log.NotRecorded(logger, e, record.ConversionId);
            }

            await Task.Delay(wait, time, cutOff).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // In logs as in SQL: the lower-case word.
    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static partial class Log
    {
        [LoggerMessage("Webhook {Webhook} at {Endpoint}, conversion {Conversion} {EventName} to {Destination}, attempt {Attempt}: {Outcome}, now {State}, status {Status}, request {CometlyRequestId}, {Duration} ms. {Error}")]
        public static partial void Attempt(
            ILogger logger, LogLevel level, long webhook, string endpoint, long conversion, string eventName, string destination, int attempt,
            string outcome, string state, int? status, string? cometlyRequestId, long duration, string error);

        [LoggerMessage(LogLevel.Warning, "The attempt of conversion {Conversion} was not recorded: its lease was lost")]
        public static partial void LeaseLost(ILogger logger, long conversion);

        [LoggerMessage(LogLevel.Error, "The attempt of conversion {Conversion} could not be recorded; trying again")]
        public static partial void NotRecorded(ILogger logger, Exception exception, long conversion);
    }
}
