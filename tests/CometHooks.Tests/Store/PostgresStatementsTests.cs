using System.Reflection;
using System.Text.RegularExpressions;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;

namespace CometHooks.Tests.Store;

public sealed partial class PostgresStatementsTests(PostgresForTests server) : IAsyncDisposable
{
    // They read a whole table on purpose: small tables, counts, the admin's lists.
    private static readonly string[] MayScan =
    [
        "CountWebhooks", "CountConversions", "ListShops", "ListPauses", "ListAudit", "ListEventTypes", "FindMappingName", "FindVersion",
        "ListDestinations", "ListCountedNames", "ListActiveMappings", "CountOtherAdmins", "TakeSetup", "DropSetup", "ListTombstones", "ListUsers", "ListKeys", "ListKeyRing", "RekeyableRing", "CountUsers", "ListAlerts"];

    private readonly PostgresDatabase _database = new(server);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_statement_on_the_path_uses_an_index()
    {
        var store = await _database.OpenAsync();
        var statements = new[] { typeof(SqlStatements), typeof(PostgresStatements) }.SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Where(f => f.IsLiteral)
            .Select(f => (f.Name, Sql: (string)f.GetRawConstantValue()!))
            .Where(s => OnTables().IsMatch(s.Sql))
            .ToList();
        Assert.True(statements.Count > 80);

        var scans = await store.Writer.RunAsync(
            session =>
            {
                session.Script("set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan");
                return statements.SelectMany(s => Plan(session, s.Sql).Where(line => line.Contains("Seq Scan", StringComparison.Ordinal)).Select(line => $"{s.Name}: {line.Trim()}")).ToList();
            },
            TestContext.Current.CancellationToken);

        Assert.DoesNotContain(scans, scan => !MayScan.Contains(scan.Split(':')[0]));
        Assert.Contains(scans, scan => scan.StartsWith("ListPauses: Seq Scan on pauses", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SqlStatements.DueWebhooks, "webhooks_stored")]
    [InlineData(SqlStatements.DueConversions, "conversions_pending")]
    [InlineData(SqlStatements.LookThrough, "webhooks_received")]
    [InlineData(SqlStatements.ListDead, "conversions_state")]
    [InlineData(SqlStatements.NextDue, "conversions_pending")]
    [InlineData(SqlStatements.DueAtOnce, "conversions_pending")]
    [InlineData(SqlStatements.FindKeyOwner, "ledger_entries_idempotency_key")]
    public async Task A_claim_walks_its_own_index_and_sorts_nothing(string sql, string index)
    {
        var store = await _database.OpenAsync();

        var plan = await store.Writer.RunAsync(
            session =>
            {
                session.Script("set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off; set local plan_cache_mode = force_generic_plan");
                return Plan(session, sql);
            },
            TestContext.Current.CancellationToken);

        Assert.Contains(plan, line => line.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Sort", StringComparison.Ordinal));
    }

    private static List<string> Plan(SqlSession session, string sql)
    {
        var names = Parameter().Matches(PostgresStatements.Of(sql)).Select(m => m.Value).Distinct().ToList();
        var numbered = Parameter().Replace(PostgresStatements.Of(sql), m => $"${names.IndexOf(m.Value) + 1}");
        session.Script($"prepare planned as {numbered}");
        var arguments = names.Count == 0 ? "" : $"({string.Join(", ", names.Select(_ => "null"))})";
        var plan = session.All($"explain execute planned{arguments}", row => row.GetString(0));
        session.Script("deallocate planned");
        return plan;
    }

    [GeneratedRegex(@"\b(from|into|update) \w+")]
    private static partial Regex OnTables();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
