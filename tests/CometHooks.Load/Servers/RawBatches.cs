using System.Diagnostics;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;

namespace CometHooks.Load.Servers;

/// <summary>What PostgreSQL allows: the same webhooks into a database with the hub's schema, indexes and settings, one statement for each group, and nothing else.</summary>
internal static class RawBatches
{
    /// <summary>Webhooks a second.</summary>
    /// <param name="connection">A database without tables.</param>
    /// <param name="entries">What to insert.</param>
    /// <param name="group">How many share a statement, and so a transaction.</param>
    /// <param name="longest">When to stop, if not all were inserted by then.</param>
    public static double Run(string connection, IReadOnlyList<InboxEntry> entries, int group, TimeSpan longest)
    {
        using var connections = PostgresConnections.Of(new StoreOptions { Provider = StoreOpening.Postgres, Connection = connection });
        using var session = connections.OpenWriter();
        PostgresSchema.Apply(session, connections.Name);
        var inserted = 0;
        var begun = Stopwatch.GetTimestamp();
        foreach (var together in entries.Chunk(group).TakeWhile(_ => Stopwatch.GetElapsedTime(begun) < longest))
        {
            Add(session, together);
            inserted += together.Length;
        }

        return inserted / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Add(SqlSession session, InboxEntry[] entries) => session.All(
        PostgresStatements.AddWebhooks,
        row => row.GetInt64(0),
        ("@endpoint", Array.ConvertAll(entries, e => e.Endpoint)),
        ("@source", Array.ConvertAll(entries, e => e.Source)),
        ("@inbox_key", Array.ConvertAll(entries, e => e.InboxKey)),
        ("@content_key", Array.ConvertAll(entries, e => e.ContentKey)),
        ("@event_id", Array.ConvertAll(entries, e => e.EventId)),
        ("@type", Array.ConvertAll(entries, e => e.Type)),
        ("@occurred_at", Array.ConvertAll(entries, e => e.OccurredAt?.ToUnixTimeMilliseconds())),
        ("@received_at", Array.ConvertAll(entries, e => e.ReceivedAt.ToUnixTimeMilliseconds())),
        ("@test", Array.ConvertAll(entries, e => e.Test)),
        ("@account", Array.ConvertAll(entries, e => e.Account)),
        ("@shop", Array.ConvertAll(entries, e => e.Shop)),
        ("@state", Array.ConvertAll(entries, e => Words.Of(e.State))),
        ("@reason", Array.ConvertAll(entries, e => e.Reason)),
        ("@verified", Array.ConvertAll(entries, e => e.Verified)),
        ("@headers", Array.ConvertAll(entries, e => e.HeadersJson)),
        ("@body", Array.ConvertAll(entries, e => SqlValues.Blob(e.Body))),
        ("@emptied", new string?[entries.Length]));
}
