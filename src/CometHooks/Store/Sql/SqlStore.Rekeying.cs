namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IRekeying
{
    /// <summary>Seals and opens; null where no key is given.</summary>
    protected abstract StoreCipher? Cipher { get; }

    public string? KeyId => Cipher?.KeyId;

    public Task<RekeyedPage> RekeyAsync(SealedTable table, long after, int most, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session => table switch
            {
                SealedTable.Webhooks => Rekey(
                    session,
                    SqlStatements.RekeyableWebhooks,
                    row => row.IsStale(1) || row.IsStale(2) || row.IsStale(3) || row.IsStale(4),
                    row => [("@headers", row.GetString(1)), ("@body", row.Bytes(2)), ("@facts", row.TextOrNull(3)), ("@decisions", row.TextOrNull(4))],
                    SqlStatements.RekeyWebhook,
                    after,
                    most),
                SealedTable.Conversions => Rekey(
                    session,
                    SqlStatements.RekeyableConversions,
                    row => row.IsStale(1) || row.IsStale(2) || row.IsStale(3) || row.IsStale(4),
                    row => [("@event", row.GetString(1)), ("@body", row.TextOrNull(2)), ("@fields", row.GetString(3)), ("@evidence", row.TextOrNull(4))],
                    SqlStatements.RekeyConversion,
                    after,
                    most),
                SealedTable.Attempts => Rekey(
                    session,
                    SqlStatements.RekeyableAttempts,
                    row => row.IsStale(1) || row.IsStale(2),
                    row => [("@answer", row.TextOrNull(1)), ("@error", row.TextOrNull(2))],
                    SqlStatements.RekeyAttempt,
                    after,
                    most),
                _ => Rekey(session, SqlStatements.RekeyableIdentities, row => row.IsStale(1), row => [("@identity", row.GetString(1))], SqlStatements.RekeyIdentity, after, most),
            },
            cancellationToken);

    public Task ForgetOtherKeysAsync(CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                // A handful, and no numbers: all at once, when everything else is sealed anew.
                foreach (var (name, xml) in session.All(SqlStatements.RekeyableRing, row => (Name: row.GetString(0), Xml: row.IsStale(1) ? row.GetString(1) : null)).Where(r => r.Xml is not null))
                {
                    session.Execute(SqlStatements.RekeyRing, ("@xml", xml), ("@name", name));
                }

                return session.All(SqlStatements.ListKeyMarks, row => row.GetString(0))
                    .Where(name => name != SqlKeyMarks.Of(KeyId!))
                    .Sum(name => session.Execute(SqlStatements.DropMark, ("@name", name)));
            },
            cancellationToken);

    public async Task<bool> NoteKeyAgainAsync(CancellationToken cancellationToken)
    {
        if (KeyId is not { } key || await ReadAsync(session => session.All(SqlStatements.ListKeyMarks, row => row.GetString(0)).Contains(SqlKeyMarks.Of(key)), cancellationToken))
        {
            return false;
        }

        await Writer.RunAsync(
            session =>
            {
                SqlKeyMarks.Note(session, Cipher);
                return true;
            },
            cancellationToken);
        return true;
    }

    // Read and written within one transaction, its rows locked where others write too: nothing comes between.
    private static RekeyedPage Rekey(
        SqlSession session,
        string select,
        Func<SqlRow, bool> isStale,
        Func<SqlRow, (string Name, object? Value)[]> values,
        string update,
        long after,
        int most)
    {
        var rows = session.All(select, row => (Id: row.GetInt64(0), Values: isStale(row) ? values(row) : null), ("@after", after), ("@most", most));
        var stale = rows.Where(r => r.Values is not null).ToList();
        foreach (var (id, plain) in stale)
        {
            session.Execute(update, [.. plain!, ("@id", id)]);
        }

        return new RekeyedPage(stale.Count, rows.Count < most ? null : rows[^1].Id);
    }
}
