using System.Runtime.CompilerServices;
using CometHooks.Store;

namespace CometHooks.Operate.Erase;

/// <summary>Carries erasures out, from the tombstone to the receipt, in small transactions between which everything else goes on.</summary>
internal sealed partial class ErasureRuns(IErasures store, IRecords records, TimeProvider time, ILogger<ErasureRuns> log)
{
    private const int Chunk = 16;
    private const int MostNumbers = 10_000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UnderWay = TimeSpan.FromMilliseconds(500);

    /// <summary>Erases a person, and says now and then how far it is; the last one has the receipt.</summary>
    public async IAsyncEnumerable<ErasureProgress> EraseAsync(ErasureRequest request, string actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var traces = PersonTraces.OfAddress(request.Email!);
        if (request.Preview)
        {
            var pages = 0;
            var held = new HashSet<long>();
            var lines = 0L;
            await foreach (var page in ErasureSearch.PagesAsync(store, traces, [], time, cancellationToken))
            {
                held.UnionWith(page.IsAudit ? [] : page.Ids);
                lines += page.IsAudit ? page.Ids.Count : 0;
                yield return new ErasureProgress { Pages = ++pages, Rows = new ErasedRows { Webhooks = held.Count, AuditLines = lines } };
            }

            yield return new ErasureProgress { Pages = pages, Done = true, Rows = await CountAsync(held, cancellationToken) with { AuditLines = lines } };
            yield break;
        }

        var erasure = await store.BeginAsync(ErasureKind.Person, traces, actor, cancellationToken);
        await foreach (var progress in RunAsync(erasure, traces, last: null, cancellationToken))
        {
            yield return progress;
        }
    }

    /// <summary>Carries one out that has begun.</summary>
    /// <param name="erasure">Its receipt so far.</param>
    /// <param name="traces">Whom it is about.</param>
    /// <param name="last">The webhook that asked for it: while it is there, the erasure can begin anew after a crash.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public async IAsyncEnumerable<ErasureProgress> RunAsync(Erasure erasure, PersonTraces traces, long? last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (erasure.Kind == ErasureKind.Request)
        {
            yield return await ShowAsync(erasure, traces, cancellationToken);
            yield break;
        }

        var rows = ErasedRows.None;
        var pages = 0L;
        var reached = new Dictionary<TracedTable, long>();
        for (var round = 0; ; round++)
        {
            await foreach (var page in ErasureSearch.PagesAsync(store, traces, reached, time, cancellationToken))
            {
                rows += await EraseAsync(page with { Ids = [.. page.Ids.Where(id => page.IsAudit || id != last)] }, traces, cancellationToken);
                if (pages++ % 64 == 0)
                {
                    await store.TouchAsync(erasure.Id, cancellationToken);
                }

                yield return new ErasureProgress { Pages = pages, Rows = rows };
            }

            // Another hub may have kept something before it learnt of the tombstone.
            if (round > 0 || store.TombstoneDelay == TimeSpan.Zero)
            {
                break;
            }

            await Task.Delay(store.TombstoneDelay, time, cancellationToken);
        }

        rows += last is { } own ? await EraseAsync(new FoundPage(IsAudit: false, [own]), traces, cancellationToken) : ErasedRows.None;
        var isClean = await store.ScrubAsync(traces, cancellationToken);
        yield return await EndAsync(erasure, rows, held: null, !isClean, cancellationToken) with { Pages = pages };
    }

    private async Task<ErasedRows> EraseAsync(FoundPage page, PersonTraces traces, CancellationToken cancellationToken)
    {
        if (page.IsAudit)
        {
            return page.Ids.Count == 0 ? ErasedRows.None : new ErasedRows { AuditLines = await store.EraseAuditAsync(page.Ids, cancellationToken) };
        }

        var erased = ErasedRows.None;
        foreach (var chunk in page.Ids.Chunk(Chunk))
        {
            IReadOnlyList<long> left = chunk;
            while (left.Count > 0)
            {
                var rows = await store.EraseAsync(left, traces, cancellationToken);
                left = rows.Busy;
                erased += rows with { Busy = [] };
                await Task.Delay(left.Count > 0 ? UnderWay : Between, time, cancellationToken);
            }
        }

        return erased;
    }

    private async Task<ErasureProgress> ShowAsync(Erasure erasure, PersonTraces traces, CancellationToken cancellationToken)
    {
        var held = new SortedSet<long>();
        await foreach (var page in ErasureSearch.PagesAsync(store, traces, [], time, cancellationToken))
        {
            held.UnionWith(page.IsAudit ? [] : page.Ids);
        }

        return await EndAsync(erasure, await CountAsync(held, cancellationToken), [.. held.Take(MostNumbers)], needsCompaction: false, cancellationToken);
    }

    private async Task<ErasedRows> CountAsync(IReadOnlyCollection<long> webhooks, CancellationToken cancellationToken)
    {
        var rows = ErasedRows.None;
        foreach (var chunk in webhooks.Chunk(Chunk))
        {
            rows += await store.CountRowsAsync(chunk, cancellationToken);
        }

        return rows;
    }

    private async Task<ErasureProgress> EndAsync(Erasure erasure, ErasedRows rows, IReadOnlyList<long>? held, bool needsCompaction, CancellationToken cancellationToken)
    {
        var what = rows.InWords();
        var text = erasure.Kind == ErasureKind.Request ? $"a person wants to know what is held: {what}. The receipt has the webhooks' numbers; somebody must answer" : $"erased: {what}";
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "erasure", $"erasure {erasure.Id}", text) { Actor = erasure.Actor }, cancellationToken);
        var ended = await store.EndAsync(erasure.Id, ErasureState.Done, rows, held, needsCompaction, cancellationToken);
        Log.Ended(log, ended.Kind == ErasureKind.Request ? LogLevel.Warning : LogLevel.Information, ended.Id, Words.Of(ended.Kind), what);
        if (needsCompaction)
        {
            Log.NeedsCompaction(log, ended.Id);
        }

        return new ErasureProgress { Rows = rows, Done = true, Receipt = ended };
    }

    private static partial class Log
    {
        [LoggerMessage("Erasure {Erasure} ({Kind}) is done: {What}; its receipt is at /api/erasures")]
        public static partial void Ended(ILogger logger, LogLevel level, long erasure, string kind, string what);

        [LoggerMessage(LogLevel.Warning, "What erasure {Erasure} erased may still stand in free space of the store's file, which is too large to be compacted while the hub runs: stop the hub when it is quiet, and run comethooks store compact")]
        public static partial void NeedsCompaction(ILogger logger, long erasure);
    }
}
