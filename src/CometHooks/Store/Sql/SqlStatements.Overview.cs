namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string CountWebhooksIn = "select count(*) from webhooks where state = @state";

    public const string NewestWebhookIn = "select received_at from webhooks where state = @state order by id desc limit 1";

    public const string CountConversionsIn = "select count(*) from conversions where state = @state";

    public const string CountPending = "select destination, count(*), max(due_at) from conversions where state = 'pending' group by destination";

    // Ids grow with time: the lowest is about the oldest.
    public const string OldestPending = "select created_at from conversions where state = 'pending' order by id limit 1";

    public const string LastWebhookOf = "select id, type, received_at, state from webhooks where endpoint = @endpoint order by id desc limit 1";

    public const string LastAnswers = """
        select a.conversion_id, c.event_name, a.ended_at, a.outcome, a.status, a.error
        from (select id, conversion_id, ended_at, outcome, status, error from attempts order by id desc limit 2000) a
        join conversions c on c.id = a.conversion_id
        where c.destination = @destination
        order by a.id desc
        limit @most
        """;

    public const string Causes = """
        select c.reason, c.may_have_landed, c.id, c.created_at, w.endpoint, w.id
        from (select id, webhook_id, reason, may_have_landed, created_at from conversions where state = @state order by id desc limit 5000) c
        join webhooks w on w.id = c.webhook_id
        order by c.id desc
        """;

    public const string FindMark = "select last_id from series_marks where name = @name";

    public const string SetMark = """
        insert into series_marks (name, last_id) values (@name, @last_id) on conflict (name) do update set last_id = excluded.last_id
        """;

    public const string SeriesEnd = "select coalesce((select max(id) from webhooks), 0), coalesce((select max(id) from attempts), 0)";

    public const string ReceivedSince = "select id, endpoint, received_at from webhooks where id > @after and id <= @end order by id limit @most";

    public const string AttemptsSince = """
        select a.id, a.ended_at, a.outcome, case when a.number = (select max(l.number) from attempts l where l.conversion_id = a.conversion_id) then c.state end,
          c.destination, c.event_name, w.endpoint, c.event
        from (select id, conversion_id, number, ended_at, outcome from attempts where id > @after and id <= @end order by id limit @most) a
        left join conversions c on c.id = a.conversion_id
        left join webhooks w on w.id = c.webhook_id
        order by a.id
        """;

    public const string FindPoint = """
        select count, amount from series
        where hour = @hour and measure = @measure and endpoint = @endpoint and destination = @destination and event_name = @event_name
        """;

    public const string SetPoint = """
        insert into series (hour, measure, endpoint, destination, event_name, count, amount)
        values (@hour, @measure, @endpoint, @destination, @event_name, @count, @amount)
        on conflict (hour, measure, endpoint, destination, event_name) do update set count = excluded.count, amount = excluded.amount
        """;

    public const string Series = """
        select hour, measure, endpoint, destination, event_name, count, amount from series where hour >= @from and hour < @to order by hour, measure
        """;
}
