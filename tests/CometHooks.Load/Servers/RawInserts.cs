using System.Diagnostics;
using CometHooks.Store;
using CometHooks.Store.Sql;
using CometHooks.Store.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Load.Servers;

/// <summary>What the disk allows: the same webhooks into a database with the hub's schema, indexes and settings, and nothing else.</summary>
internal static class RawInserts
{
    private const string Insert = """
        insert into webhooks (
          endpoint, source, inbox_key, content_key, event_id, type, occurred_at, received_at, test, account, shop,
          state, reason, verified, headers, body)
        values (
          @endpoint, @source, @inbox_key, @content_key, @event_id, @type, @occurred_at, @received_at, @test, @account, @shop,
          'stored', null, @verified, @headers, @body)
        on conflict do nothing
        """;

    /// <summary>Webhooks a second.</summary>
    /// <param name="store">A file that does not exist yet.</param>
    /// <param name="entries">What to insert.</param>
    /// <param name="group">How many share a transaction.</param>
    /// <param name="longest">When to stop, if not all were inserted by then.</param>
    public static async Task<double> RunAsync(string store, IReadOnlyList<InboxEntry> entries, int group, TimeSpan longest)
    {
        var connections = SqliteConnections.ToFile(store);
        using var session = connections.OpenWriter();
        SqliteSchema.Apply(session, store);

        // Beside the commits, as the hub does it: the hub would win without a merit if only the others had to move the WAL.
        await using var checkpoints = new SqliteCheckpoints(connections, NullLogger.Instance);
        var inserted = 0;
        var begun = Stopwatch.GetTimestamp();
        foreach (var together in entries.Chunk(group).TakeWhile(_ => Stopwatch.GetElapsedTime(begun) < longest))
        {
            session.Execute(SqlStatements.Begin);
            foreach (var entry in together)
            {
                Add(session, entry);
            }

            session.Execute(SqlStatements.Commit);
            checkpoints.Committed(together.Length, session);
            inserted += together.Length;
        }

        return inserted / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Add(SqlSession session, InboxEntry entry) => session.Execute(
        Insert,
        ("@endpoint", entry.Endpoint),
        ("@source", entry.Source),
        ("@inbox_key", entry.InboxKey),
        ("@content_key", entry.ContentKey),
        ("@event_id", entry.EventId),
        ("@type", entry.Type),
        ("@occurred_at", SqlValues.Ms(entry.OccurredAt)),
        ("@received_at", SqlValues.Ms(entry.ReceivedAt)),
        ("@test", entry.Test),
        ("@account", entry.Account),
        ("@shop", entry.Shop),
        ("@verified", entry.Verified),
        ("@headers", entry.HeadersJson),
        ("@body", SqlValues.Blob(entry.Body)));
}
