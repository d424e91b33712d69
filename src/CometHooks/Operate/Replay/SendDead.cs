using System.Runtime.CompilerServices;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate.Replay;

/// <summary>Dead conversions go again as they were: the same body under the same key, so that what landed counts once.</summary>
internal sealed partial class SendDead(IReplays store, IRecords records, IDeliverySignal delivery, TimeProvider time, ILogger<SendDead> log)
{
    private const int PageSize = 256;

    public async IAsyncEnumerable<ReplayProgress> RunAsync(ReplayRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = request.Filter(time.GetUtcNow());
        var destinations = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var progress = new ReplayProgress { Dead = new DeadTally(0, 0, destinations) };
        try
        {
            long? cursor = 0;
            do
            {
                var page = await store.FindDeadAsync(filter, cursor.Value, PageSize, cancellationToken);
                var started = request.Preview || page.Chosen.Count == 0 ? 0 : await store.SendAgainAsync([.. page.Chosen.Select(c => c.Id)], cancellationToken);
                foreach (var (destination, count) in page.Chosen.CountBy(c => c.Destination))
                {
                    destinations[destination] = destinations.GetValueOrDefault(destination) + count;
                    if (!request.Preview)
                    {
                        delivery.Wake(destination);
                    }
                }

                cursor = page.Next;
                var tally = progress.Dead;
                progress = progress with
                {
                    Started = progress.Started + started,
                    Done = cursor is null,
                    Dead = tally with { Conversions = tally.Conversions + page.Chosen.Count, MayHaveLanded = tally.MayHaveLanded + page.Chosen.Count(c => c.MayHaveLanded) },
                };
                yield return progress;
            }
            while (cursor is not null);
        }
        finally
        {
            if (!request.Preview)
            {
                await records.AuditAsync(
                    new AuditEntry(time.GetUtcNow(), "replay", request.Describe(), $"{progress.Started} dead conversions are sent again as they were") { Actor = request.Actor }, CancellationToken.None);
                Log.Ended(log, progress.Started, request.Describe());
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Replay: {Started} dead conversions are sent again as they were, of {Webhooks}")]
        public static partial void Ended(ILogger logger, long started, string webhooks);
    }
}
