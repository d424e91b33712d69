namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore
{
    public Task KeepMappingAsync(MappingVersion version, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session => session.Execute(
                SqlStatements.KeepMapping,
                ("@name", version.Name),
                ("@version", version.Version),
                ("@text", version.Text),
                ("@active_from", SqlValues.Ms(version.ActiveFrom))),
            cancellationToken);

    public Task<string> PinShopAsync(string endpoint, string shop, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                session.Execute(SqlStatements.PinShop, ("@endpoint", endpoint), ("@shop", shop), ("@now", SqlValues.Ms(_time.GetUtcNow())));
                return session.One(SqlStatements.FindShop, row => row.GetString(0), ("@endpoint", endpoint))!;
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> PinnedShopsAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyDictionary<string, string>>(
            session => session.All(SqlStatements.ListShops, row => (Endpoint: row.GetString(0), Shop: row.GetString(1)))
                .ToDictionary(p => p.Endpoint, p => p.Shop, StringComparer.Ordinal),
            cancellationToken);

    public Task<string?> SetPauseAsync(string destination, string? reason, bool byHand, DateTimeOffset at, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                if (reason is null)
                {
                    session.Execute(byHand ? SqlStatements.Resume : SqlStatements.ResumeUnlessByHand, ("@destination", destination));
                }
                else
                {
                    session.Execute(SqlStatements.Pause, ("@destination", destination), ("@reason", reason), ("@since", SqlValues.Ms(at)));
                }

                return session.One(SqlStatements.FindPause, row => row.GetString(0), ("@destination", destination));
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, DestinationPause>> PausesAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyDictionary<string, DestinationPause>>(
            session => session.All(
                    SqlStatements.ListPauses, row => (Destination: row.GetString(0), Pause: new DestinationPause(row.GetString(1), row.Time(2))))
                .ToDictionary(p => p.Destination, p => p.Pause, StringComparer.Ordinal),
            cancellationToken);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session => session.Execute(
                SqlStatements.AddAudit,
                ("@at", SqlValues.Ms(entry.At)),
                ("@kind", entry.Kind),
                ("@subject", entry.Subject),
                ("@text", entry.Text),
                ("@actor", entry.Actor)),
            cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(int most, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<AuditEntry>>(
            session => session.All(
                SqlStatements.ListAudit,
                Audited,
                ("@most", most)),
            cancellationToken);

    public Task<ListPage<AuditEntry>> AuditPageAsync(long? before, int most, CancellationToken cancellationToken)
        => ReadAsync(
            session =>
            {
                var rows = session.All(SqlStatements.AuditPage, row => (Entry: Audited(row), Id: row.GetInt64(5)), ("@before", before ?? long.MaxValue), ("@most", most));
                return new ListPage<AuditEntry>([.. rows.Select(r => r.Entry)], rows.Count == most ? rows[^1].Id : null);
            },
            cancellationToken);

    private static AuditEntry Audited(SqlRow row) => new(row.Time(0), row.GetString(1), row.GetString(2), row.GetString(3)) { Actor = row.GetString(4) };
}
