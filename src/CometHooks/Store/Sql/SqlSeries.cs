using System.Globalization;
using System.Text.Json;

namespace CometHooks.Store.Sql;

/// <summary>Sums what happened by the hour: each webhook when it arrived, each conversion when Cometly's answer ended it. Each row is summed once.</summary>
internal sealed class SqlSeries(SqlSession session)
{
    private const long Hour = 3_600_000;

    /// <summary>Webhooks that arrived since the last time. Gives how many.</summary>
    public int AddReceived(int most, long end)
    {
        var taken = session.All(
            SqlStatements.ReceivedSince,
            row => (Id: row.GetInt64(0), Endpoint: row.GetString(1), At: row.Time(2)),
            ("@after", Mark("webhooks")),
            ("@end", end),
            ("@most", most));
        Add(taken.Select(row => (new Key(HourOf(row.At), "received", row.Endpoint, "", ""), 0m)));
        SetMark("webhooks", taken.Count == 0 ? null : taken[^1].Id);
        return taken.Count;
    }

    /// <summary>Answers that ended a conversion since the last time. Gives how many were looked at.</summary>
    public int AddAttempts(int most, long end)
    {
        var taken = session.All(SqlStatements.AttemptsSince, Attempt, ("@after", Mark("attempts")), ("@end", end), ("@most", most));
        Add(taken.Where(row => row.Key is not null).Select(row => (row.Key!, row.Amount)));
        SetMark("attempts", taken.Count == 0 ? null : taken[^1].Id);
        return taken.Count;
    }

    private static (long Id, Key? Key, decimal Amount) Attempt(SqlRow row)
    {
        var (id, at, outcome) = (row.GetInt64(0), row.Time(1), row.GetString(2));
        var measure = outcome switch
        {
            "delivered" => "delivered",
            "rejected" => "failed",
            _ when row.TextOrNull(3) == "dead" => "failed",
            _ => null,
        };
        return measure is null || row.IsDBNull(4)
            ? (id, null, 0)
            : (id, new Key(HourOf(at), measure, row.TextOrNull(6) ?? "", row.GetString(4), row.GetString(5)), measure == "delivered" ? AmountOf(row.TextOrNull(7)) : 0);
    }

    private void Add(IEnumerable<(Key Key, decimal Amount)> happened)
    {
        foreach (var group in happened.GroupBy(h => h.Key))
        {
            var key = group.Key;
            (string Name, object? Value)[] place =
                [("@hour", key.Hour), ("@measure", key.Measure), ("@endpoint", key.Endpoint), ("@destination", key.Destination), ("@event_name", key.EventName)];
            var (count, amount) = session.One(
                SqlStatements.FindPoint, row => (row.GetInt64(0), decimal.Parse(row.GetString(1), CultureInfo.InvariantCulture)), place);
            session.Execute(
                SqlStatements.SetPoint,
                [.. place, ("@count", count + group.LongCount()), ("@amount", (amount + group.Sum(h => h.Amount)).ToString(CultureInfo.InvariantCulture))]);
        }
    }

    private long Mark(string name) => session.One(SqlStatements.FindMark, row => row.GetInt64(0), ("@name", name));

    private void SetMark(string name, long? lastId)
    {
        if (lastId is { } id)
        {
            session.Execute(SqlStatements.SetMark, ("@name", name), ("@last_id", id));
        }
    }

    private static decimal AmountOf(string? eventJson)
    {
        try
        {
            return eventJson is null ? 0 : CometlyEventJson.Read(eventJson).Order.Amount ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private static long HourOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / Hour * Hour;

    private sealed record Key(long Hour, string Measure, string Endpoint, string Destination, string EventName);
}
