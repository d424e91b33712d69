using CometHooks.Store.Sql;

namespace CometHooks.Store.Postgres;

/// <summary>The tables that both databases have, by the same names and columns.</summary>
internal static class StoreTables
{
    public static IReadOnlyList<StoreTable> All { get; } =
    [
        new("instance"),
        new("webhooks", "id"),
        new("conversions", "id"),
        new("attempts", "id"),
        new("ledger_entries", "id"),
        new("ledger_keys"),
        new("identities", "id"),
        new("identity_keys"),
        new("identity_seekers"),
        new("mapping_versions", "rowid"),
        new("pinned_shops"),
        new("pauses"),
        new("audit", "id"),
        new("event_types"),
        new("users", "id"),
        new("api_keys", "id"),
        new("setup_links"),
        new("key_ring"),
        new("series"),
        new("series_marks"),
        new("erasures", "id"),
        new("tombstones"),
        new("marks"),
        new("alerts"),
        new("alert_notices", "id"),
    ];
}

/// <param name="Name">Its name; our own, as no statement takes one as a parameter.</param>
/// <param name="Sequence">The column that counts its rows; null where it has none.</param>
internal sealed record StoreTable(string Name, string? Sequence = null)
{
    public bool HasSequence => Sequence is not null;

    public string Count => $"select count(*) from {Name}";

    /// <summary>The next row's number comes after all that were copied.</summary>
    public string SetSequence => $"select setval(pg_get_serial_sequence('{Name}', '{Sequence}'), coalesce(max({Sequence}), 0) + 1, false) from {Name}";

    public string Select(IEnumerable<StoreColumn> columns) => $"select {string.Join(", ", columns.Select(c => c.Name))} from {Name}";

    /// <summary>Its columns in PostgreSQL: there a truth value is one, and not a number.</summary>
    public List<StoreColumn> ColumnsOf(SqlSession postgres)
        => postgres.All(PostgresStatements.ListColumns, row => new StoreColumn(row.GetString(0), row.GetString(1)), ("@table", Name));
}
