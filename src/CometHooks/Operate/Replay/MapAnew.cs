using System.Runtime.CompilerServices;
using CometHooks.Count;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Replay;

/// <summary>Stored webhooks are mapped once more, by the mapping as it is now.</summary>
internal sealed partial class MapAnew(
    IReplays store, IRecords records, MapTargets targets, MappingSignal signal, TimeProvider time, ILogger<MapAnew> log)
{
    // Small, so that a run never keeps the store's writer long from what arrives meanwhile.
    private const int PageSize = 64;

    public async IAsyncEnumerable<ReplayProgress> RunAsync(ReplayRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begun = time.GetUtcNow();
        var filter = request.Filter(begun);
        var forecast = new ReplayForecast(request.Again);
        var progress = new ReplayProgress { Of = await store.CountAsync(filter, cancellationToken), Mapped = forecast.Tally };
        if (!request.Preview)
        {
            await AuditAsync(request, "is mapped anew");
        }

        try
        {
            ReplayCursor? cursor = null;
            do
            {
                var page = await store.LookThroughAsync(filter, cursor, PageSize, cancellationToken);
                var taken = await TakeAsync(page.Chosen, forecast, begun, cancellationToken);
                var started = request.Preview || taken.Count == 0 ? 0 : await store.MapAnewAsync(taken, request.Again, cancellationToken);
                if (started > 0)
                {
                    signal.Set();
                }

                cursor = page.Next;
                progress = progress with { LookedAt = progress.LookedAt + page.LookedAt, Started = progress.Started + started, Done = cursor is null };
                yield return progress;
            }
            while (cursor is not null);
        }
        finally
        {
            // Also where the command was broken off: what began stays begun.
            if (!request.Preview)
            {
                await AuditAsync(request, $"{(progress.Done ? "ended" : "broken off")}: {progress.Started} webhooks are mapped anew, {forecast.Tally.UnderAnotherName} effects {(request.Again ? "happen again" : "withheld")} under another name");
                Log.Ended(log, request.Describe(), progress.Started, forecast.Tally.Skipped, request.Again, progress.Done);
            }
        }
    }

    private async Task<List<long>> TakeAsync(
        IReadOnlyList<ReplayCandidate> candidates, ReplayForecast forecast, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        var taken = new List<long>();
        foreach (var candidate in candidates)
        {
            var webhook = candidate.Webhook;
            if (targets.Find(webhook.Endpoint) is not { } target || (webhook.Account is { } account && !target.Options.Lists(account)))
            {
                forecast.Leave();
                continue;
            }

            if (webhook.Emptied is not null)
            {
                forecast.PassEmptied();
                continue;
            }

            var mapped = WebhookMapper.Map(webhook, target).Outcome;
            var ledger = await store.ForeseeAsync(webhook.Id, mapped.Conversions, begun, cancellationToken);
            if (forecast.Take(candidate, mapped, ledger))
            {
                taken.Add(webhook.Id);
            }
        }

        return taken;
    }

    private Task AuditAsync(ReplayRequest request, string text) =>
        records.AuditAsync(
            new AuditEntry(time.GetUtcNow(), "replay", request.Describe(), request.Again ? $"{text}, also what has an effect" : text) { Actor = request.Actor }, CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Replay of {Webhooks}: {Started} are mapped anew, {Skipped} were left alone; also what has an effect: {Again}, to its end: {Done}")]
        public static partial void Ended(ILogger logger, string webhooks, long started, long skipped, bool again, bool done);
    }
}
