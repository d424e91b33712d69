using System.Runtime.CompilerServices;
using CometHooks.Store;

namespace CometHooks.Operate.Erase;

/// <summary>Finds the webhooks that are about somebody: first by what keys lead to, then by looking through all texts.</summary>
internal static class ErasureSearch
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    /// <summary>Pages of webhooks, and of lines of the audit trail. What arrives meanwhile is looked through too.</summary>
    /// <param name="store">Where.</param>
    /// <param name="traces">By what they are recognised.</param>
    /// <param name="reached">How far the tables were looked through; it grows, so that a second look begins there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public static async IAsyncEnumerable<FoundPage> PagesAsync(IErasures store, PersonTraces traces, Dictionary<TracedTable, long> reached, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new FoundPage(IsAudit: false, await store.FindAsync(traces, cancellationToken));

        // The audit trail last: what is done meanwhile is written there too.
        TracedTable[] tables = traces.Email is null ? [TracedTable.Webhooks] : [TracedTable.Webhooks, TracedTable.Conversions, TracedTable.Attempts, TracedTable.Identities, TracedTable.Audit];
        foreach (var table in tables)
        {
            for (long? after = reached.GetValueOrDefault(table); after is { } from;)
            {
                reached[table] = from;
                var page = await store.LookThroughAsync(table, from, traces, cancellationToken);
                yield return new FoundPage(table == TracedTable.Audit, page.Found);
                after = page.Last;

                // What arrives meanwhile goes first.
                await Task.Delay(Between, time, cancellationToken);
            }
        }
    }
}

/// <param name="IsAudit">Whether these are lines of the audit trail; else webhooks.</param>
/// <param name="Ids">What was found on the page.</param>
internal sealed record FoundPage(bool IsAudit, IReadOnlyList<long> Ids);
