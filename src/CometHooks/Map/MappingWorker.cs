using CometHooks.Deliver;
using CometHooks.Operate.Metrics;
using CometHooks.Operate.Traces;
using CometHooks.Store;

namespace CometHooks.Map;

/// <summary>Takes stored webhooks, maps them, saves what came of it. The only loop that does.</summary>
internal sealed partial class MappingWorker(
    IInbox inbox,
    MapTargets targets,
    MappingSignal signal,
    IDeliverySignal delivery,
    LookInterval look,
    TimeProvider time,
    ILogger<MappingWorker> log) : BackgroundService
{
    private const int BatchSize = 64;
    private const int MostSaves = 30;
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task<IReadOnlyList<StoredWebhook>>? ahead = null;
        while (ahead is not null || !stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claim = ahead ?? inbox.ClaimAsync(BatchSize, stoppingToken);
                ahead = null;
                var claimed = await claim;
                if (claimed.Count == 0)
                {
                    await signal.WaitAsync(look.Mapping, stoppingToken);
                    continue;
                }

                // Saved together, so that they share a commit; where more waits, the next claim shares it too.
                List<Task> saves = [.. claimed.Select(webhook => MapAsync(webhook, stoppingToken))];
                ahead = claimed.Count < BatchSize || stoppingToken.IsCancellationRequested ? null : inbox.ClaimAsync(BatchSize, stoppingToken);
                await Task.WhenAll(saves);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                continue;
            }
            catch (Exception e)
            {
                // The rows stay claimed until their lease ends and are then taken again; the third time is the last.
                Log.BatchFailed(log, e);
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task MapAsync(StoredWebhook webhook, CancellationToken cancellationToken)
    {
        using var span = HubTraces.Map(webhook);
        try
        {
            var outcome = webhook.Emptied is not null ? NoBody(webhook) : targets.Find(webhook.Endpoint) is { } target
                ? WebhookMapper.Map(webhook, target).Outcome
                : NoTarget(webhook);
            span?.Ended(outcome);
            if (await SaveAsync(outcome, cancellationToken))
            {
                Count(webhook, outcome);
                foreach (var destination in outcome.Conversions.Select(c => c.Destination).Concat(outcome.Identities.Select(i => i.Destination)).Distinct(StringComparer.Ordinal))
                {
                    delivery.Wake(destination);
                }

                foreach (var rejected in outcome.Conversions.Where(c => c.State == ConversionState.Rejected))
                {
                    Log.Rejected(log, webhook.Id, webhook.Endpoint, rejected.EventName, rejected.Rule, Explanation.Kinds(rejected.Reason));
                }

                Log.Mapped(log, outcome.State == WebhookState.Failed ? LogLevel.Warning : LogLevel.Debug, webhook.Endpoint, webhook.Id, webhook.Type, outcome.State, outcome.Conversions.Count);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.WebhookFailed(log, webhook.Endpoint, webhook.Id, e);
        }
    }

    // A disk that fails now and then must not use up a webhook's claims, which are there for what cannot be mapped; nor must a
    // stop, so what is mapped is saved all the same.
    private async Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken)
    {
        for (var save = 1; ; save++)
        {
            try
            {
                return await inbox.SaveAsync(outcome, CancellationToken.None);
            }
            catch (Exception e) when (save < MostSaves && StoreTrouble.Is(e))
            {
                Log.NotSaved(log, outcome.WebhookId, e);
                await Task.Delay(AfterFailure, time, cancellationToken);
            }
        }
    }

    // Whatever is pending asks the ledger, and ends elsewhere.
    private static void Count(StoredWebhook webhook, MappingOutcome outcome)
    {
        HubMeter.Ended(webhook.Endpoint, outcome.State);
        foreach (var conversion in outcome.Conversions.Where(c => c.State != ConversionState.Pending))
        {
            HubMeter.Ended(conversion.Destination, conversion.EventName, conversion.State);
        }
    }

    private static MappingOutcome NoBody(StoredWebhook webhook) => Without(webhook, WebhookState.Ignored, "its body is gone: there is nothing to map");

    private static MappingOutcome NoTarget(StoredWebhook webhook)
        => Without(webhook, WebhookState.Failed, $"endpoint '{webhook.Endpoint}' has no mapping in the configuration any more");

    private static MappingOutcome Without(StoredWebhook webhook, WebhookState state, string reason) => new()
    {
        WebhookId = webhook.Id,
        Lease = webhook.Lease,
        State = state,
        Reason = reason,
        MappingVersion = "none",
        FactsJson = "{}",
        DecisionsJson = "[]",
        Conversions = [],
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} at {Endpoint}: {EventName} by rule {Rule} is rejected, see its reason in the store: {Kinds}")]
        public static partial void Rejected(ILogger logger, long webhook, string endpoint, string eventName, string rule, string kinds);

        // Without the reason: it quotes values of the payload, and those are never logged.
        [LoggerMessage("Webhook {Webhook} at {Endpoint}, {Type}: {State}, {Conversions} conversions")]
        public static partial void Mapped(ILogger logger, LogLevel level, string endpoint, long webhook, string type, WebhookState state, int conversions);

        [LoggerMessage(LogLevel.Error, "Webhook {Webhook} at {Endpoint} could not be mapped; it is tried again when its lease ends")]
        public static partial void WebhookFailed(ILogger logger, string endpoint, long webhook, Exception exception);

        [LoggerMessage(LogLevel.Warning, "What webhook {Webhook} is mapped to could not be saved; it is tried again in a second")]
        public static partial void NotSaved(ILogger logger, long webhook, Exception exception);

        [LoggerMessage(LogLevel.Error, "The mapping loop failed; it goes on in a second")]
        public static partial void BatchFailed(ILogger logger, Exception exception);
    }
}
