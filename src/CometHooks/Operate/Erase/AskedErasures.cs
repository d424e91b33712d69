using System.Collections.Concurrent;
using System.Threading.Channels;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Erase;

/// <summary>Carries out what was asked for and nobody waits for: by platforms in their webhooks, and by the API.</summary>
internal sealed partial class AskedErasures(
    IErasures store, IArchive archive, ErasureRuns runs, MapTargets targets, TimeProvider time, ILogger<AskedErasures> log) : BackgroundService
{
    private const int MostWaiting = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Sign = TimeSpan.FromMinutes(1);

    // The address itself is nowhere but here: a hub that stops meanwhile leaves a receipt that says "broken".
    private readonly Channel<(Erasure Receipt, PersonTraces Traces)> _begun = Channel.CreateUnbounded<(Erasure, PersonTraces)>();
    private readonly ConcurrentDictionary<long, bool> _waiting = new();

    /// <summary>Begins to erase a person; the receipt says later how it ended. Null: too many are under way.</summary>
    public async Task<Erasure?> BeginAsync(string email, string actor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_waiting.Count >= MostWaiting)
        {
            return null;
        }

        // From here on not cancelled: a receipt that nobody carries out would say that it is under way.
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        var traces = PersonTraces.OfAddress(email);
        var receipt = await store.BeginAsync(ErasureKind.Person, traces, actor, CancellationToken.None);
        _waiting[receipt.Id] = true;
        _begun.Writer.TryWrite((receipt, traces));
        return receipt;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(CarryOutAsync(stoppingToken), SignAsync(stoppingToken));

    // What waits its turn is not left behind, which other hubs would take it for.
    private async Task SignAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Sign, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var id in _waiting.Keys)
                {
                    await store.TouchAsync(id, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotCarriedOut(log, e);
            }
        }
    }

    private async Task CarryOutAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                for (var left = _begun.Reader.Count; left > 0 && _begun.Reader.TryRead(out var begun); left--)
                {
                    await EndAsync(begun, stoppingToken);
                }

                foreach (var asked in await store.AskedErasuresAsync(stoppingToken))
                {
                    await CarryOutAsync(asked, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store's trouble is not this loop's end; what was under way is given out again.
                Log.NotCarriedOut(log, e);
                await Task.Delay(Interval, time, stoppingToken);
            }

            using var wake = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(Task.Delay(Interval, time, wake.Token), _begun.Reader.WaitToReadAsync(wake.Token).AsTask());
            await wake.CancelAsync();
        }
    }

    private async Task CarryOutAsync(Erasure asked, CancellationToken cancellationToken)
    {
        if (asked.Webhook is not { } number || await archive.FindAsync(number, cancellationToken) is not { } webhook || RequestOf(webhook) is not { } request)
        {
            Log.NotReadable(log, asked.Id);
            await BreakAsync(asked, cancellationToken);
            return;
        }

        var traces = PersonTraces.Of(request);
        if (traces.IsNobody)
        {
            Log.NamesNobody(log, asked.Id, number);
            await BreakAsync(asked, cancellationToken);
            return;
        }

        if (await store.TakeAsync(asked.Id, traces, cancellationToken) is { } taken)
        {
            await EndAsync(taken, traces, number, cancellationToken);
        }
    }

    private Task<Erasure> BreakAsync(Erasure asked, CancellationToken cancellationToken)
        => store.EndAsync(asked.Id, ErasureState.Broken, ErasedRows.None, held: null, needsCompaction: false, cancellationToken);

    // Known to nobody else, so one that meets trouble stays; behind the others, so that it holds none of them up.
    private async Task EndAsync((Erasure Receipt, PersonTraces Traces) begun, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync(begun.Receipt, begun.Traces, last: null, cancellationToken);
            _waiting.TryRemove(begun.Receipt.Id, out _);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotCarriedOut(log, e);
            await Task.Delay(Interval, time, cancellationToken);
            _begun.Writer.TryWrite(begun);
        }
    }

    private async Task EndAsync(Erasure receipt, PersonTraces traces, long? last, CancellationToken cancellationToken)
    {
        await foreach (var _ in runs.RunAsync(receipt, traces, last, cancellationToken))
        {
            // Nobody waits to be told.
        }
    }

    private PrivacyRequest? RequestOf(WebhookRecord webhook)
    {
        if (webhook.Emptied is not null || targets.Find(webhook.Endpoint) is not { } target)
        {
            return null;
        }

        using var document = RuleInput.Parse(webhook.Body);
        var sourceEvent = new SourceEvent
        {
            InboxKey = webhook.InboxKey ?? "",
            EventId = webhook.EventId,
            Type = webhook.Type,
            OccurredAt = webhook.OccurredAt,
            Account = webhook.Account,
            Shop = webhook.Shop,
        };
        return target.Adapter.ReadPrivacyRequest(sourceEvent, document.RootElement);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Erasures could not be carried out; the next try comes by itself")]
        public static partial void NotCarriedOut(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "ALERT: erasure {Erasure} cannot be carried out: the webhook that asks for it, or its endpoint, is gone. comethooks forget does it by address")]
        public static partial void NotReadable(ILogger logger, long erasure);

        [LoggerMessage(LogLevel.Error, "ALERT: erasure {Erasure} cannot be carried out: webhook {WebhookId}, which asks for it, names nobody. Ask the shop whom it means; comethooks forget does it by address")]
        public static partial void NamesNobody(ILogger logger, long erasure, long webhookId);
    }
}
