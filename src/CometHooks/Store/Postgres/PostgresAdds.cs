using CometHooks.Store.Sql;

namespace CometHooks.Store.Postgres;

/// <summary>Keeps the events of many requests with one statement.</summary>
internal static class PostgresAdds
{
    public static void Run(PostgresSession session, IReadOnlyList<SqlAdd> adds)
    {
        if (adds.Count == 0)
        {
            return;
        }

        var added = Insert(session, [.. adds.SelectMany(add => add.Entries)]);
        foreach (var add in adds)
        {
            add.Result(ResultOf(session, add.Entries, added));
        }
    }

    private static Dictionary<(string Endpoint, string InboxKey), long> Insert(PostgresSession session, IReadOnlyList<InboxEntry> entries)
    {
        // In the order of the unique key; among those of the same key the first that came is the one that is kept.
        InboxEntry[] sorted = [.. entries.OrderBy(e => e.Endpoint, StringComparer.Ordinal).ThenBy(e => e.InboxKey, StringComparer.Ordinal)];
        return session.All(
            PostgresStatements.AddWebhooks,
            row => KeyValuePair.Create((row.GetString(1), row.GetString(2)), row.GetInt64(0)),
            ("@endpoint", Texts(sorted, e => e.Endpoint)),
            ("@source", Texts(sorted, e => e.Source)),
            ("@inbox_key", Texts(sorted, e => e.InboxKey)),
            ("@content_key", Texts(sorted, e => e.ContentKey)),
            ("@event_id", Texts(sorted, e => e.EventId)),
            ("@type", Texts(sorted, e => e.Type)),
            ("@occurred_at", Array.ConvertAll(sorted, e => e.OccurredAt?.ToUnixTimeMilliseconds())),
            ("@received_at", Array.ConvertAll(sorted, e => e.ReceivedAt.ToUnixTimeMilliseconds())),
            ("@test", Array.ConvertAll(sorted, e => e.Test)),
            ("@account", Texts(sorted, e => e.Account)),
            ("@shop", Texts(sorted, e => e.Shop)),
            ("@state", Texts(sorted, e => Words.Of(e.State))),
            ("@reason", Texts(sorted, e => e.Reason)),
            ("@verified", Texts(sorted, e => e.Verified)),
            ("@headers", Texts(sorted, e => e.HeadersJson)),
            ("@body", Array.ConvertAll(sorted, e => SqlValues.Blob(e.Body))),
            ("@emptied", Texts(sorted, e => e.Emptied is { } why ? Words.Of(why) : null))).ToDictionary();
    }

    private static AddResult ResultOf(PostgresSession session, IReadOnlyList<InboxEntry> entries, Dictionary<(string Endpoint, string InboxKey), long> added)
    {
        var ids = new List<long>(entries.Count);
        var outcome = AddOutcome.Duplicate;
        foreach (var entry in entries)
        {
            // Taken out: of two requests with the same event only one stored it.
            if (added.Remove((entry.Endpoint, PostgresStatement.Text(entry.InboxKey)), out var id))
            {
                outcome = AddOutcome.Stored;
                ids.Add(id);
            }
            else
            {
                var (known, isPromoted) = SqlInbox.Known(session, entry);
                ids.Add(known);
                outcome = isPromoted ? AddOutcome.Stored : outcome;
            }
        }

        return new AddResult(outcome, ids);
    }

    private static string?[] Texts(InboxEntry[] entries, Func<InboxEntry, string?> text)
        => Array.ConvertAll(entries, e => text(e) is { } value ? PostgresStatement.Text(value) : null);
}
