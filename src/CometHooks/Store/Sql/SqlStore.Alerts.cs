using System.Text.Json;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IAlerts
{
    public Task<IReadOnlyList<OpenAlert>> OpenAlertsAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<OpenAlert>>(
            session => session.All(
                SqlStatements.ListAlerts,
                row => new OpenAlert(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Time(6))),
            cancellationToken);

    public Task<bool> RaiseAlertAsync(OpenAlert alert, IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
        => ChangeAlertAsync(
            session => session.Execute(
                SqlStatements.RaiseAlert,
                ("@key", alert.Key),
                ("@condition", alert.Condition),
                ("@subject", alert.Subject),
                ("@severity", alert.Severity),
                ("@text", alert.Text),
                ("@page", alert.Page),
                ("@since", SqlValues.Ms(alert.Since)),
                ("@settled", SqlValues.Ms(alert.Since - OpenAlert.Settled))),
            notices,
            alert.Since,
            cancellationToken);

    public Task<bool> ResolveAlertAsync(OpenAlert alert, DateTimeOffset at, IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
        => ChangeAlertAsync(
            session => session.Execute(SqlStatements.ResolveAlert, ("@at", SqlValues.Ms(at)), ("@key", alert.Key), ("@since", SqlValues.Ms(alert.Since))),
            notices,
            at,
            cancellationToken);

    public async Task<IReadOnlyList<DueNotice>> ClaimNoticesAsync(int most, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Nearly always there is none, and a look costs no commit.
        if (!await ReadAsync(session => session.One(SqlStatements.HasDueNotice, row => row.GetBoolean(0), ("@now", SqlValues.Ms(now))), cancellationToken))
        {
            return [];
        }

        return await Writer.RunAsync<IReadOnlyList<DueNotice>>(
            SqlScope.Alone,
            session =>
            {
                OwnAlerts(session);
                var due = session.All(
                    SqlStatements.DueNotices,
                    row => new DueNotice(row.GetInt64(0), JsonSerializer.Deserialize<AlertNotice>(row.GetString(1))!, row.GetInt32(2), row.Time(3)),
                    ("@now", SqlValues.Ms(now)),
                    ("@most", most));
                foreach (var notice in due)
                {
                    session.Execute(SqlStatements.LeaseNotice, ("@until", SqlValues.Ms(until)), ("@id", notice.Number));
                }

                return due;
            },
            cancellationToken);
    }

    public Task EndNoticeAsync(long id, CancellationToken cancellationToken)
        => Writer.RunAsync(session => session.Execute(SqlStatements.EndNotice, ("@id", id)), cancellationToken);

    public Task PostponeNoticeAsync(long id, DateTimeOffset dueAt, CancellationToken cancellationToken)
        => Writer.RunAsync(session => session.Execute(SqlStatements.PostponeNotice, ("@until", SqlValues.Ms(dueAt)), ("@id", id)), cancellationToken);

    public Task<IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>> ActiveHoursAsync(DateTimeOffset since, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>>(
            session => session.All(SqlStatements.ActiveHours, row => (Endpoint: row.GetString(0), Hour: row.Time(1)), ("@since", SqlValues.Ms(since)))
                .GroupBy(row => row.Endpoint, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<DateTimeOffset>)[.. g.Select(row => row.Hour)], StringComparer.Ordinal),
            cancellationToken);

    // Whoever changes an alert tells of it: no other instance sees the one without the other.
    private Task<bool> ChangeAlertAsync(Func<SqlSession, int> change, IReadOnlyList<AlertNotice> notices, DateTimeOffset at, CancellationToken cancellationToken)
        => Writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                OwnAlerts(session);
                if (change(session) == 0)
                {
                    return false;
                }

                foreach (var notice in notices)
                {
                    session.Execute(SqlStatements.AddNotice, ("@notice", JsonSerializer.Serialize(notice)), ("@at", SqlValues.Ms(at)));
                }

                return true;
            },
            cancellationToken);

    private static void OwnAlerts(SqlSession session) => session.Own(["\nalerts"]);
}
