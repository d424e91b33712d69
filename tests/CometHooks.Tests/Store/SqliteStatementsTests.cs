using System.Reflection;
using System.Text.RegularExpressions;
using CometHooks.Store.Sql;
using CometHooks.Store.Sqlite;

namespace CometHooks.Tests.Store;

public sealed partial class SqliteStatementsTests : IAsyncDisposable
{
    // They read a whole table or index on purpose: small tables, counts from a covering index, the admin's lists, and at
    // start the indexes of what is claimed and of what waits.
    private static readonly string[] MayScan =
    [
        "CountWebhooks", "CountConversions", "OldestDue", "NewestWebhooks", "NewestWebhooksOfEndpoint", "ListShops", "ListPauses", "ListAudit",
        "FreeConversions", "ListDestinations", "ListCountedNames", "FindMappingName", "ListEventTypes",
        "ListTombstones", "ListUsers", "CountUsers", "CountOtherAdmins", "TakeSetup", "ListKeys", "ListKeyRing", "RekeyableRing", "CountPending", "LastAnswers", "Causes", "AttemptsSince", "ListAlerts",
    ];

    private readonly SqliteFile _file = new();

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task Every_statement_on_the_path_uses_an_index()
    {
        var store = await _file.OpenAsync();
        var statements = new[] { typeof(SqlStatements), typeof(SqliteStatements) }.SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Where(f => f.IsLiteral)
            .Select(f => (f.Name, Sql: (string)f.GetRawConstantValue()!))
            .Where(s => OnTables().IsMatch(s.Sql))
            .ToList();
        Assert.True(statements.Count > 35);

        var scans = await store.Writer.RunAsync(
            session => statements.SelectMany(s => Plan(session, s.Sql).Where(Scans).Select(line => $"{s.Name}: {line}")).ToList(),
            TestContext.Current.CancellationToken);

        Assert.DoesNotContain(scans, scan => !MayScan.Contains(scan.Split(':')[0]));
        Assert.Contains(scans, scan => scan.StartsWith("CountWebhooks:", StringComparison.Ordinal) && scan.Contains("COVERING INDEX", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Destinations_are_found_without_walking_the_ledger()
    {
        var store = await _file.OpenAsync();

        var plan = await store.Writer.RunAsync(session => Plan(session, SqlStatements.ListDestinations), TestContext.Current.CancellationToken);

        Assert.Equal(["SEARCH ledger_keys USING PRIMARY KEY", "SEARCH k USING PRIMARY KEY (destination>?)"], plan.Where(line => line.Contains("PRIMARY KEY", StringComparison.Ordinal)));
        Assert.Contains("SCAN conversions USING COVERING INDEX conversions_pending", plan);
        Assert.DoesNotContain(plan, line => Scans(line) && (line.Contains("ledger_", StringComparison.Ordinal) || line.StartsWith("SCAN k ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Event_names_are_found_without_walking_the_ledger()
    {
        var store = await _file.OpenAsync();

        var plan = await store.Writer.RunAsync(session => Plan(session, SqlStatements.ListCountedNames), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["SEARCH ledger_keys USING PRIMARY KEY (destination=?)", "SEARCH k USING PRIMARY KEY (destination=? AND event_name>?)"],
            plan.Where(line => line.Contains("PRIMARY KEY", StringComparison.Ordinal)));
        Assert.DoesNotContain(plan, line => Scans(line) && !line.StartsWith("SCAN counted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SqlStatements.LookThrough, "webhooks_received")]
    [InlineData(SqlStatements.LookUpEvent, "webhooks_event")]
    [InlineData(SqlStatements.ListDead, "conversions_state")]
    [InlineData(SqlStatements.DueWebhooks, "webhooks_state")]
    [InlineData(SqlStatements.DueConversions, "conversions_pending")]
    [InlineData(SqlStatements.DueOfLane, "conversions_pending")]
    [InlineData(SqlStatements.DueAtOnce, "conversions_pending (destination=? AND lane=? AND due_at>?)")]
    [InlineData(SqliteStatements.FreeConversions, "conversions_claimed")]
    [InlineData(SqlStatements.FindKeyOwner, "ledger_entries_idempotency_key")]
    public async Task A_claim_walks_its_own_index_and_sorts_nothing(string sql, string index)
    {
        var store = await _file.OpenAsync();

        var plan = await store.Writer.RunAsync(session => Plan(session, sql), TestContext.Current.CancellationToken);

        Assert.Contains(plan, line => line.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private static bool Scans(string line) => line.StartsWith("SCAN", StringComparison.Ordinal) && line != "SCAN CONSTANT ROW";

    private static List<string> Plan(SqlSession session, string sql)
        => session.All(
            "explain query plan " + sql,
            row => row.GetString(3),
            [.. Parameter().Matches(sql).Select(m => m.Value).Distinct().Select(name => (name, (object?)1))]);

    [GeneratedRegex(@"\b(from|into|update) \w+")]
    private static partial Regex OnTables();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
