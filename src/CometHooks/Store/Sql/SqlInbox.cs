namespace CometHooks.Store.Sql;

/// <summary>Keeps the events of one request, within the writer's transaction.</summary>
internal static class SqlInbox
{
    public static AddResult Add(SqlSession session, IReadOnlyList<InboxEntry> entries)
    {
        var ids = new List<long>(entries.Count);
        var outcome = AddOutcome.Duplicate;
        foreach (var entry in entries)
        {
            if (Insert(session, entry) is { } id)
            {
                outcome = AddOutcome.Stored;
                ids.Add(id);
            }
            else
            {
                var (known, isPromoted) = Known(session, entry);
                ids.Add(known);
                outcome = isPromoted ? AddOutcome.Stored : outcome;
            }
        }

        return new AddResult(outcome, ids);
    }

    /// <summary>The one that an entry is a duplicate of, and whether it is no longer late by it.</summary>
    public static (long Id, bool IsPromoted) Known(SqlSession session, InboxEntry entry)
    {
        var id = Find(session, entry);
        return (id, entry.State == WebhookState.Stored && session.Execute(SqlStatements.PromoteLate, ("@verified", entry.Verified), ("@id", id)) == 1);
    }

    private static long? Insert(SqlSession session, InboxEntry entry)
        => session.Insert(
            SqlStatements.AddWebhook,
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
            ("@state", Words.Of(entry.State)),
            ("@reason", entry.Reason),
            ("@verified", entry.Verified),
            ("@headers", entry.HeadersJson),
            ("@body", SqlValues.Blob(entry.Body)),
            ("@emptied", entry.Emptied is { } why ? Words.Of(why) : null));

    private static long Find(SqlSession session, InboxEntry entry)
        => session.Id(SqlStatements.FindByInboxKey, ("@endpoint", entry.Endpoint), ("@inbox_key", entry.InboxKey))
            ?? session.Id(SqlStatements.FindByContentKey, ("@endpoint", entry.Endpoint), ("@content_key", entry.ContentKey))
            ?? throw new InvalidOperationException("A webhook was refused as a duplicate, but neither of its keys is known.");
}
