namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IRetention
{
    private const string GaveUp = "nobody saw to it in time: its body is gone, by age";

    public Task<int> EmptyBodiesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => AgeAsync("bodies", SqlStatements.ExpireBody, before, most, cancellationToken);

    public async Task<int> GiveUpAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var old = await ReadAsync(
            session => session.All(SqlStatements.WaitingForAPerson, row => row.GetInt64(0), ("@before", SqlValues.Ms(before)), ("@most", most)), cancellationToken);
        return old.Count == 0 ? 0 : await Writer.RunAsync(
            session =>
            {
                old.ForEach(id => session.Execute(SqlStatements.GiveUpWebhook, ("@reason", GaveUp), ("@body", Array.Empty<byte>()), ("@id", id)));
                return old.Count;
            },
            cancellationToken);
    }

    public Task<int> DropDecisionsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
        => AgeAsync("decisions", SqlStatements.ExpireDecisions, before, most, cancellationToken);

    public async Task<int> DropConversionsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        // Looked for beside the writer: that is what takes time. What ended does not begin anew but by hand.
        var ended = await ReadAsync(
            session => session.All(SqlStatements.EndedConversions, row => row.GetInt64(0), ("@before", SqlValues.Ms(before)), ("@most", most)), cancellationToken);
        return ended.Count == 0 ? 0 : await Writer.RunAsync(
            session =>
            {
                foreach (var id in ended.Where(id => session.Execute(SqlStatements.DropConversion, ("@id", id)) == 1))
                {
                    session.Execute(SqlStatements.DropAttempts, ("@conversion_id", id));
                    session.Execute(SqlStatements.DropSeekersOfConversion, ("@conversion_id", id));
                }

                return ended.Count;
            },
            cancellationToken);
    }

    public async Task<int> DropWebhooksAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var old = await ReadAsync(
            session => session.All(SqlStatements.WebhooksOfNothing, row => row.GetInt64(0), ("@before", SqlValues.Ms(before)), ("@most", most)), cancellationToken);
        return old.Count == 0 ? 0 : await Writer.RunAsync(
            session =>
            {
                old.ForEach(id => session.Execute(SqlStatements.DropWebhook, ("@id", id)));
                return old.Count;
            },
            cancellationToken);
    }

    public async Task<long?> DropEntriesAsync(DateTimeOffset before, long after, int most, CancellationToken cancellationToken)
    {
        var (old, last) = await ReadAsync(
            session =>
            {
                var page = session.All(SqlStatements.EntriesByAge, Entry, ("@after", after), ("@most", most));

                // The numbers grow with time: behind the first young one there is nothing to find.
                var isLast = page.Count < most || page.Exists(e => e.CreatedAt >= before);
                return (page.Where(e => e.UsedAt < before && !e.IsWaiting).Select(e => e.Id).ToList(), isLast ? (long?)null : page[^1].Id);
            },
            cancellationToken);
        if (old.Count > 0)
        {
            await Writer.RunAsync(SqlScope.Alone, session => DropEntries(session, old, before), cancellationToken);
        }

        return last;
    }

    // Asked again within the transaction: it may have been touched since.
    private static int DropEntries(SqlSession session, List<long> ids, DateTimeOffset before)
    {
        var newest = session.One(SqlStatements.NewestEntry, row => row.LongOrNull(0));
        foreach (var id in ids.Where(id => id != newest))
        {
            // Whoever maps for this destination may just be using the entry.
            session.Own(session.All(SqlStatements.DestinationOfEntry, row => row.GetString(0), ("@id", id)));
            if (session.One(SqlStatements.EntriesByAge, Entry, ("@after", id - 1), ("@most", 1)) is { } entry && entry.Id == id && entry.UsedAt < before && !entry.IsWaiting)
            {
                session.Execute(SqlStatements.DropKeysOfEntry, ("@id", id));
                session.Execute(SqlStatements.DropEntry, ("@id", id));
            }
        }

        return ids.Count;
    }

    // In the order of their arrival, up to the first that is too young or still waits to be mapped: it is looked at again.
    // What keeps its body because it waits for a person is passed: whoever maps it in the end takes that away.
    private async Task<int> AgeAsync(string name, string statement, DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        var old = await ReadAsync(
            session => session.All(
                    SqlStatements.NextByAge,
                    row => (Id: row.GetInt64(0), At: row.Time(1), State: row.Word<WebhookState>(2)),
                    ("@after", session.One(SqlStatements.FindJobMark, row => row.GetInt64(0), ("@name", name))),
                    ("@most", most))
                .TakeWhile(w => w.At < before && w.State != WebhookState.Stored).Select(w => w.Id).ToList(),
            cancellationToken);
        return old.Count == 0 ? 0 : await Writer.RunAsync(
            session =>
            {
                foreach (var id in old)
                {
                    if (ReferenceEquals(statement, SqlStatements.ExpireBody))
                    {
                        session.Execute(statement, ("@body", Array.Empty<byte>()), ("@id", id));
                    }
                    else
                    {
                        session.Execute(statement, ("@id", id));
                    }
                }

                session.Execute(SqlStatements.SetJobMark, ("@name", name), ("@last_id", old[^1]));
                return old.Count;
            },
            cancellationToken);
    }

    private static AgedEntry Entry(SqlRow row)
    {
        var (touched, key) = (row.Time(2), row.TimeOrNull(4));
        return new AgedEntry(
            row.GetInt64(0),
            row.Time(1),
            key > touched ? key.Value : touched,
            !row.IsDBNull(3) && row.Word<ConversionState>(3) is ConversionState.Pending or ConversionState.Held or ConversionState.Dead);
    }

    private sealed record AgedEntry(long Id, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, bool IsWaiting);
}
