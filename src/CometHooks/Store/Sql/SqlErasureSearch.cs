using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Finds the rows that are about somebody: by keys, and by looking through all texts.</summary>
internal sealed class SqlErasureSearch(SqlSession session, PersonTraces traces)
{
    // Bodies may have megabytes each.
    private const int LookedThrough = 64;

    /// <summary>The webhooks that keys lead to: by the address of their conversions, by what is remembered of the person.</summary>
    public IReadOnlyList<long> Find(SqlIdentities identities, byte[] instanceKey)
    {
        var conversions = new List<(long Webhook, long? Entry)>();
        var found = new HashSet<long>();
        if (traces.Email is { } email)
        {
            conversions.AddRange(session.All(SqlStatements.ConversionsOfEmail, Named, ("@email_hash", HashedKey.OfPerson(instanceKey, email).Hash)));
            found.UnionWith(identities.Of(email).Select(id => session.Id(SqlStatements.WebhookOfIdentity, ("@id", id))).OfType<long>());
        }

        foreach (var id in traces.Shop is null ? [] : traces.Ids)
        {
            conversions.AddRange(session.All(SqlStatements.ConversionsOfOrder, Named, ("@order_id", id), ("@shop", traces.Shop)));
        }

        found.UnionWith(conversions.Select(c => c.Webhook));
        foreach (var entry in conversions.Select(c => c.Entry).OfType<long>().Distinct())
        {
            found.UnionWith(session.All(SqlStatements.ConversionsOfEntry, row => row.GetInt64(0), ("@entry_id", entry)));
        }

        return [.. found.Order()];
    }

    /// <summary>The next rows of a table.</summary>
    public TracedPage LookThrough(TracedTable table, long after)
    {
        (string Name, object? Value)[] place = [("@after", after), ("@most", LookedThrough)];
        var rows = table switch
        {
            TracedTable.Webhooks => session.All(
                SqlStatements.TraceWebhooks,
                row => Look(row, row.GetInt64(0), traces.In(row.TextOrNull(1), [.. Texts(row, 3, 9), PersonTraces.TextOf(row.Bytes(2))])),
                place),
            TracedTable.Conversions => session.All(SqlStatements.TraceConversions, row => Look(row, row.GetInt64(1), Texts(row, 2, 10).Any(traces.In)), place),
            TracedTable.Attempts => session.All(SqlStatements.TraceAttempts, row => Look(row, row.GetInt64(1), Texts(row, 2, 4).Any(traces.In)), place),
            TracedTable.Identities => session.All(SqlStatements.TraceIdentities, row => Look(row, row.GetInt64(1), Texts(row, 2, 3).Any(traces.In)), place),
            _ => session.All(SqlStatements.TraceAudit, row => Look(row, row.GetInt64(0), Texts(row, 1, 3).Any(traces.In)), place),
        };
        var found = rows.Where(r => r.IsTraced).Select(r => r.Of);
        if (table == TracedTable.Attempts)
        {
            found = [.. found.Select(id => session.Id(SqlListStatements.WebhookOf, ("@id", id))).OfType<long>()];
        }

        return new TracedPage([.. found.Distinct()], rows.Count < LookedThrough ? null : rows[^1].Id);
    }

    /// <summary>How many rows a few webhooks brought.</summary>
    public static ErasedRows CountRows(SqlSession session, IReadOnlyList<long> webhookIds)
        => webhookIds.Aggregate(ErasedRows.None, (sum, id) => sum + session.One(
            SqlStatements.CountRowsOfWebhook,
            row => new ErasedRows { Webhooks = row.GetInt64(0), Conversions = row.GetInt64(1), Attempts = row.GetInt64(2), Identities = row.GetInt64(3) },
            ("@id", id))!);

    private static (long Id, long Of, bool IsTraced) Look(SqlRow row, long of, bool isTraced) => (row.GetInt64(0), of, isTraced);

    private static List<string?> Texts(SqlRow row, int from, int to) => [.. Enumerable.Range(from, to - from).Select(row.TextOrNull)];

    private static (long Webhook, long? Entry) Named(SqlRow row) => (row.GetInt64(0), row.LongOrNull(1));
}
