using CometHooks.Deliver;
using CometHooks.Store.Sql;

namespace CometHooks.Store.Postgres;

/// <summary>One row for each destination. Whoever uses it has the destination for itself, as for a claim, so instances take turns.</summary>
internal sealed class PostgresBudgets(SqlWriter writer, TimeProvider? clock) : IBudgets
{
    private const double Millionths = 1e6;

    public Task<T> UseAsync<T>(string destination, int perMinute, Func<Budget, T> use, CancellationToken cancellationToken)
        => writer.RunAsync(SqlScope.Of([destination]), session => Use(session, destination, perMinute, use), cancellationToken);

    private T Use<T>(SqlSession session, string destination, int perMinute, Func<Budget, T> use)
    {
        // Not the time at which the transaction began: the turn may have come later, and another one's use lies between.
        var now = clock?.GetUtcNow() ?? session.One(PostgresStatements.Clock, row => row.Time(0));
        var budget = session.One(PostgresStatements.FindBudget, row => Kept(row, perMinute, now), ("@destination", destination)) ?? new Budget(perMinute, StandingTime.Instance);
        var result = use(budget);
        var state = budget.State;
        session.Execute(
            PostgresStatements.SaveBudget,
            ("@destination", destination),
            ("@configured", state.Configured),
            ("@per_minute", (long)(state.PerMinute * Millionths)),
            ("@tokens", (long)(state.Tokens * Millionths)),
            ("@blocked_for", (long)state.BlockedFor.TotalMilliseconds),
            ("@kept_at", SqlValues.Ms(now)));
        return result;
    }

    // A clock that was set back gives no time back: from its new time on the budget fills as before.
    private static Budget Kept(SqlRow row, int perMinute, DateTimeOffset now)
    {
        var ago = now - row.Time(4);
        return new Budget(
            perMinute,
            StandingTime.Instance,
            new BudgetState(row.GetInt32(0), row.GetInt64(1) / Millionths, row.GetInt64(2) / Millionths, TimeSpan.FromMilliseconds(row.GetInt64(3))),
            ago > TimeSpan.Zero ? ago : TimeSpan.Zero);
    }

    /// <summary>No time passes while a budget is used.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public static StandingTime Instance { get; } = new();

        public override long GetTimestamp() => 0;
    }
}
