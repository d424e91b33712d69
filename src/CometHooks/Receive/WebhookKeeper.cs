using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Receive;

/// <summary>Puts the events of an authentic request on disk before anyone says 200: senders drop what we acknowledge.</summary>
internal sealed partial class WebhookKeeper(
    IInbox inbox, MappingSignal mapping, IRecords records, ShopPin shops, LimitOptions limits, TimeProvider time, ILogger<WebhookKeeper> logger)
{
    /// <summary>The answer, once the commit is done or has taken too long.</summary>
    public async Task<WebhookAnswer> KeepAsync(Endpoint endpoint, WebhookRequest request, Verification verification, IReadOnlyList<SourceEvent> events)
    {
        if (events.Count == 0)
        {
            events = [SourceEvent.Unreadable(request.Body, "there is no event in the body")];
        }

        // Only the waiting ends early, and not because the platform hung up: a commit that has begun finishes, and the log
        // says how. If the platform then sends again, it is a duplicate.
        var commit = CommitAsync(endpoint, request, verification, events);
        try
        {
            return await commit.WaitAsync(limits.Commit, time);
        }
        catch (TimeoutException)
        {
            _ = commit.ContinueWith(
                late => Log.CommitFailed(logger, late.Exception!, endpoint.Name), CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return WebhookAnswer.TryLater(RefusalReasons.CommitTookTooLong);
        }
    }

    private async Task<WebhookAnswer> CommitAsync(Endpoint endpoint, WebhookRequest request, Verification verification, IReadOnlyList<SourceEvent> events)
    {
        if (!await shops.AdmitsAsync(endpoint, events, CancellationToken.None))
        {
            return WebhookAnswer.NotAuthentic(RefusalReasons.WrongShop);
        }

        var entries = WebhookEntries.Of(endpoint, request, verification, events);
        var added = await inbox.AddAsync(entries, CancellationToken.None);
        switch (added.Outcome)
        {
            case AddOutcome.Stored:
                mapping.Set();
                CountEnded(entries);
                await AlarmLateAsync(entries, added.Ids);
                return WebhookAnswer.Kept("stored", added.Ids[0], entries[0].Type);
            case AddOutcome.Duplicate:
                return WebhookAnswer.Kept("duplicate", added.Ids[0], entries[0].Type);
            case AddOutcome.QueueFull:
                return WebhookAnswer.TryLater(RefusalReasons.QueueFull);
            case AddOutcome.Unavailable:
                Log.Unavailable(logger, endpoint.Name, added.Error);
                return WebhookAnswer.TryLater(RefusalReasons.StoreUnavailable);
            default:
                throw new InvalidOperationException($"Unknown outcome {added.Outcome}.");
        }
    }

    // What needs no mapping has come to its end with its commit.
    private static void CountEnded(IReadOnlyList<InboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.State != WebhookState.Stored)
            {
                HubMeter.Ended(entry.Endpoint, entry.State);
            }
        }
    }

    private async Task AlarmLateAsync(IReadOnlyList<InboxEntry> entries, IReadOnlyList<long> ids)
    {
        foreach (var (entry, id) in entries.Zip(ids).Where(x => x.First.State == WebhookState.Late))
        {
            Log.Late(logger, id, entry.Endpoint, entry.Reason);
            try
            {
                await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "late", entry.Endpoint, $"webhook {id}: {entry.Reason}"), CancellationToken.None);
            }
            catch (Exception e)
            {
                // The webhook itself is on disk with its state: a missing line in the audit trail is no reason to refuse it.
                Log.AuditFailed(logger, e, id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Webhook {WebhookId} of endpoint {Endpoint} is kept as late and waits for you: {Reason}")]
        public static partial void Late(ILogger logger, long webhookId, string endpoint, string? reason);

        [LoggerMessage(2, LogLevel.Error, "The store could not keep a webhook of endpoint {Endpoint}: {Error}")]
        public static partial void Unavailable(ILogger logger, string endpoint, string? error);

        [LoggerMessage(3, LogLevel.Error, "A commit for endpoint {Endpoint} failed after its request had been answered 503")]
        public static partial void CommitFailed(ILogger logger, Exception exception, string endpoint);

        [LoggerMessage(4, LogLevel.Error, "The audit line for late webhook {WebhookId} could not be written")]
        public static partial void AuditFailed(ILogger logger, Exception exception, long webhookId);
    }
}
