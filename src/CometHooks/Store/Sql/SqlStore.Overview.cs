using System.Globalization;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IOverview
{
    public Task<WaitingNow> WaitingAsync(CancellationToken cancellationToken)
        => ReadAsync(
            session =>
            {
                var pending = session.All(SqlStatements.CountPending, row => (Destination: row.GetString(0), Count: row.GetInt64(1), LastDue: row.TimeOrNull(2)));
                return new WaitingNow
                {
                    Stored = Webhooks(session, WebhookState.Stored),
                    Failed = Webhooks(session, WebhookState.Failed),
                    Late = Webhooks(session, WebhookState.Late),
                    NewestFailed = Newest(session, WebhookState.Failed),
                    NewestLate = Newest(session, WebhookState.Late),
                    Unreadable = Webhooks(session, WebhookState.Unreadable),
                    Held = Conversions(session, ConversionState.Held),
                    Rejected = Conversions(session, ConversionState.Rejected),
                    Dead = Conversions(session, ConversionState.Dead),
                    Pending = pending.ToDictionary(p => p.Destination, p => p.Count, StringComparer.Ordinal),
                    LastDue = pending.Where(p => p.LastDue is not null).ToDictionary(p => p.Destination, p => p.LastDue!.Value, StringComparer.Ordinal),
                    OldestPending = session.One(SqlStatements.OldestPending, row => row.TimeOrNull(0)),
                    OldestStored = session.One(SqlStatements.OldestStored, row => row.TimeOrNull(0)),
                };
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, LastWebhook>> LastWebhooksAsync(IReadOnlyCollection<string> endpoints, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyDictionary<string, LastWebhook>>(
            session => endpoints
                .Select(endpoint => (endpoint, Last: session.One(
                    SqlStatements.LastWebhookOf, row => new LastWebhook(row.GetInt64(0), row.GetString(1), row.Time(2), row.Word<WebhookState>(3)), ("@endpoint", endpoint))))
                .Where(e => e.Last is not null)
                .ToDictionary(e => e.endpoint, e => e.Last!, StringComparer.Ordinal),
            cancellationToken);

    public Task<IReadOnlyList<LastAnswer>> LastAnswersAsync(string destination, int most, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<LastAnswer>>(
            session => session.All(
                SqlStatements.LastAnswers,
                row => new LastAnswer(row.GetInt64(0), row.GetString(1), row.Time(2), row.GetString(3), row.IntOrNull(4), row.TextOrNull(5)),
                ("@destination", destination),
                ("@most", most)),
            cancellationToken);

    public Task<IReadOnlyList<CauseGroup>> CausesAsync(ConversionState state, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<CauseGroup>>(
            session => [.. session.All(
                    SqlStatements.Causes,
                    row => (Cause: SqlCauses.Of(row.TextOrNull(0)), MayHaveLanded: row.GetBoolean(1), Id: row.GetInt64(2), At: row.Time(3), Endpoint: row.GetString(4)),
                    ("@state", Words.Of(state)))
                .GroupBy(c => c.Cause, StringComparer.Ordinal)
                .Select(g => new CauseGroup(
                    g.Key, g.LongCount(), g.LongCount(c => c.MayHaveLanded), g.Max(c => c.Id), g.Min(c => c.At), [.. g.Select(c => c.Endpoint).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
                .OrderByDescending(g => g.Conversions)],
            cancellationToken);

    public Task<IReadOnlyList<CauseMember>> MembersAsync(ConversionState state, string cause, int most, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<CauseMember>>(
            session => [.. session.All(
                    SqlStatements.Causes,
                    row => (Cause: SqlCauses.Of(row.TextOrNull(0)), Member: new CauseMember(row.GetInt64(2), row.GetInt64(5))),
                    ("@state", Words.Of(state)))
                .Where(c => c.Cause == cause)
                .Select(c => c.Member)
                .Take(most)],
            cancellationToken);

    public Task<SeriesEnd> SeriesEndAsync(CancellationToken cancellationToken)
        => ReadAsync(session => session.One(SqlStatements.SeriesEnd, row => new SeriesEnd(row.GetInt64(0), row.GetInt64(1)))!, cancellationToken);

    public Task<int> RollUpAsync(int most, SeriesEnd end, CancellationToken cancellationToken)
        => Writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                session.Own(["\nseries"]);
                var sums = new SqlSeries(session);
                return sums.AddReceived(most, end.Webhook) + sums.AddAttempts(most, end.Attempt);
            },
            cancellationToken);

    public Task<IReadOnlyList<SeriesPoint>> SeriesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<SeriesPoint>>(
            session => session.All(
                SqlStatements.Series,
                row => new SeriesPoint(
                    row.Time(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetInt64(5),
                    decimal.Parse(row.GetString(6), CultureInfo.InvariantCulture)),
                ("@from", SqlValues.Ms(from)),
                ("@to", SqlValues.Ms(to))),
            cancellationToken);

    private static long Webhooks(SqlSession session, WebhookState state)
        => session.One(SqlStatements.CountWebhooksIn, row => row.GetInt64(0), ("@state", Words.Of(state)));

    private static DateTimeOffset? Newest(SqlSession session, WebhookState state)
        => session.One(SqlStatements.NewestWebhookIn, row => row.TimeOrNull(0), ("@state", Words.Of(state)));

    private static long Conversions(SqlSession session, ConversionState state)
        => session.One(SqlStatements.CountConversionsIn, row => row.GetInt64(0), ("@state", Words.Of(state)));
}
