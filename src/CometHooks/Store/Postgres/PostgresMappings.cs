using CometHooks.Store.Sql;

namespace CometHooks.Store.Postgres;

/// <summary>One row for each mapping says which of its versions all hubs use.</summary>
internal sealed class PostgresMappings(SqlWriter writer, Func<CancellationToken, Task<IReadOnlyDictionary<string, string>>> active) : ISharedMappings
{
    public Task<IReadOnlyDictionary<string, string>> ActiveAsync(CancellationToken cancellationToken) => active(cancellationToken);

    // Alone: it tells the other hubs within its transaction, and whoever does that commits one after the other.
    public Task<IReadOnlyList<MappingChange>> ApplyAsync(IReadOnlyList<MappingVersion> versions, string by, bool onlyMissing, CancellationToken cancellationToken)
        => writer.RunAsync<IReadOnlyList<MappingChange>>(SqlScope.Alone, session => Apply(session, versions, by, onlyMissing), cancellationToken);

    public Task<bool> ReplaceAsync(MappingVersion version, string insteadOf, string by, CancellationToken cancellationToken)
        => writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                // The lock is held until the transaction ends: who else applies waits, and then sees what became active here.
                session.One(PostgresStatements.LockMappings, row => row.GetInt64(0));
                if (Active(session).GetValueOrDefault(version.Name) != insteadOf)
                {
                    return false;
                }

                Apply(session, [version], by, onlyMissing: false);
                return true;
            },
            cancellationToken);

    /// <summary>Mapping → its active version.</summary>
    public static IReadOnlyDictionary<string, string> Active(SqlSession session)
        => session.All(PostgresStatements.ListActiveMappings, row => KeyValuePair.Create(row.GetString(0), row.GetString(1))).ToDictionary(StringComparer.Ordinal);

    private static List<MappingChange> Apply(SqlSession session, IReadOnlyList<MappingVersion> versions, string by, bool onlyMissing)
    {
        session.One(PostgresStatements.LockMappings, row => row.GetInt64(0));
        var before = Active(session);
        var changes = versions
            .Select(v => new MappingChange(v.Name, before.GetValueOrDefault(v.Name), v.Version))
            .Where(c => c.From is null || (!onlyMissing && c.From != c.To))
            .ToList();
        foreach (var change in changes)
        {
            var version = versions.First(v => v.Name == change.Name);
            var at = SqlValues.Ms(version.ActiveFrom);
            session.Execute(SqlStatements.KeepMapping, ("@name", version.Name), ("@version", version.Version), ("@text", version.Text), ("@active_from", at));
            session.Execute(PostgresStatements.ActivateMapping, ("@name", version.Name), ("@version", version.Version), ("@applied_at", at));
            session.Execute(
                SqlStatements.AddAudit,
                ("@at", at),
                ("@kind", "mapping"),
                ("@subject", version.Name),
                ("@text", change.From is null ? $"version {change.To} is active, the first one, by {by}" : $"version {change.To} is active in place of {change.From}, by {by}"),
                ("@actor", by));
        }

        if (changes.Count > 0)
        {
            session.Execute(PostgresStatements.Wake, ("@calls", new[] { WakeCall.Mappings.ToString() }));
        }

        return changes;
    }
}
