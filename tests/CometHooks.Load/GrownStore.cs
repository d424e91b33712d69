using System.Reflection;
using System.Text.RegularExpressions;
using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;

namespace CometHooks.Load;

/// <summary>A store as it is after years: invented identities and ledger keys, and what SQLite's planner makes of them.</summary>
internal static partial class GrownStore
{
    private static readonly string[] Large = ["identities", "identity_keys", "ledger_keys", "ledger_entries", "i", "k", "e"];

    public static void Fill(string path, int identities, int keys)
    {
        using var connection = Open(path);
        Run(connection, "pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -400000; begin");
        Run(connection, $"""
            insert into identities (webhook_id, rule, destination, type, identity, occurred_at, touched_at)
            select -value, 'remember', 'main', 'checkout.session.completed', '{JsonOfOne}', 1700000000000 + value, 1700000000000 + value
            from (with recursive n(value) as (select 1 union all select value + 1 from n where value < {identities}) select value from n) where {identities} > 0
            """);
        foreach (var kind in new[] { "payment", "customer" })
        {
            Run(connection, $"insert into identity_keys (key_hash, seen, occurred_at, identity_id, kind) select h, 1, o, id, '{kind}' from (select randomblob(32) as h, occurred_at as o, id from identities) order by h");
        }

        Run(connection, $"""
            insert into ledger_entries (destination, event_name, state, holder, idempotency_key, created_at, touched_at)
            select 'main', 'purchase', 'counted', -value, printf('evt_%012d', value), 1700000000000, 1700000000000
            from (with recursive n(value) as (select 1 union all select value + 1 from n where value < {keys / 2}) select value from n) where {keys} > 0
            """);
        Run(connection, "insert into ledger_keys (destination, event_name, key_hash, entry_id, touched_at) select 'main', 'purchase', h, id, 1700000000000 from (select randomblob(32) as h, id from ledger_entries union all select randomblob(32), id from ledger_entries) order by h");
        Run(connection, "commit; analyze; pragma wal_checkpoint(truncate)");
    }

    /// <summary>Prints every statement that walks over one of the large tables.</summary>
    public static void Plans(string path)
    {
        using var connection = Open(path);
        var statements = typeof(SqlStatements).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(f => f.IsLiteral && OnTables().IsMatch((string)f.GetRawConstantValue()!)).ToList();
        var walks = statements.SelectMany(f => Plan(connection, (string)f.GetRawConstantValue()!).Select(line => (f.Name, Line: line)))
            .Where(p => Large.Any(table => p.Line == $"SCAN {table}" || p.Line.StartsWith($"SCAN {table} ", StringComparison.Ordinal))).ToList();
        Console.WriteLine($"{statements.Count} statements planned with these statistics, {walks.Count} walk over identities or ledger{(walks.Count == 0 ? "" : ":")}");
        walks.ForEach(walk => Console.WriteLine($"  {walk.Name}: {walk.Line}"));
    }

    private const string JsonOfOne = """{"visitor":{"comet_token":"3f9c2d71b04e8a56c1d97e20f35ab86490de12"},"person":{}}""";

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<string> Plan(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this solution
        command.CommandText = "explain query plan " + sql;
#pragma warning restore CA2100
        foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct())
        {
            command.Parameters.AddWithValue(name, 1);
        }

        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this solution
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"\b(from|into|update) \w+")]
    private static partial Regex OnTables();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
