namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string ListAlerts = "select key, condition, subject, severity, text, page, since from alerts where resolved_at is null order by since, key";

    public const string RaiseAlert = """
        insert into alerts (key, condition, subject, severity, text, page, since) values (@key, @condition, @subject, @severity, @text, @page, @since)
        on conflict (key) do update
        set condition = excluded.condition, subject = excluded.subject, severity = excluded.severity, text = excluded.text,
            page = excluded.page, since = excluded.since, resolved_at = null
        where alerts.resolved_at <= @settled
        """;

    public const string ResolveAlert = "update alerts set resolved_at = @at where key = @key and since = @since and resolved_at is null";

    public const string AddNotice = "insert into alert_notices (notice, tries, due_at, made_at) values (@notice, 0, @at, @at)";

    public const string DueNotices = "select id, notice, tries, made_at from alert_notices where due_at <= @now order by due_at, id limit @most";

    public const string HasDueNotice = "select exists (select 1 from alert_notices where due_at <= @now)";

    public const string LeaseNotice = "update alert_notices set due_at = @until, tries = tries + 1 where id = @id";

    public const string PostponeNotice = "update alert_notices set due_at = @until where id = @id";

    public const string EndNotice = "delete from alert_notices where id = @id";

    public const string ActiveHours = "select distinct endpoint, hour from series where hour >= @since and measure = 'received' order by endpoint, hour";
}
