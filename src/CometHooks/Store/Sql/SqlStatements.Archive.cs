namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    private const string WebhookColumns = """
        select id, endpoint, source, event_id, type, occurred_at, received_at, state, reason, mapping_version, facts, decisions, body,
          inbox_key, test, account, shop, verified, run, emptied
        from webhooks
        """;

    public const string FindWebhook = WebhookColumns + " where id = @id";

    public const string NewestWebhooks = WebhookColumns + " order by id desc limit @most";

    public const string NewestWebhooksOfEndpoint = WebhookColumns + " where endpoint = @endpoint order by id desc limit @most";

    public const string ListConversions = """
        select c.id, c.rule, c.event_name, c.destination, c.run, c.state, c.reason, c.lane, c.keys, c.idempotency_key, c.entry_id, c.attempts,
          c.due_at, c.event, c.body, c.fields, c.mapping_version, c.evidence, c.rank, c.recall, c.lacking, c.order_id, c.heir_of, c.readiness,
          c.missing, c.may_have_landed, c.created_at, c.frozen_at, e.state, e.holder
        from conversions c left join ledger_entries e on e.id = c.entry_id
        where c.webhook_id = @webhook_id
        order by c.id
        """;

    public const string ListAttempts = """
        select number, started_at, ended_at, outcome, status, request_id, answer, error
        from attempts
        where conversion_id = @conversion_id
        order by number
        """;

    public const string SearchWebhooks = """
        select id from webhooks
        where id in (
          select id from webhooks where event_id = @text
          union all
          select webhook_id from conversions where order_id = @text)
        order by id desc
        limit @most
        """;

    // A few dozen versions at most, and their names and numbers are an index of their own.
    public const string FindMappingName = "select name from mapping_versions where version = @version order by name limit 1";

    public const string ListSiblings = """
        select c.id, c.webhook_id, w.type, c.rule, c.state
        from conversions c join webhooks w on w.id = c.webhook_id
        where c.entry_id = @entry_id
        order by c.id
        limit 20
        """;

    public const string CountWebhooks = "select state, count(*) from webhooks group by state";

    public const string CountConversions = "select state, count(*) from conversions group by state";

    // The ledger has a row for each key of 400 days and a handful of destinations: it is asked for the next one by index.
    // What waits is few, and is counted anyway.
    public const string ListDestinations = """
        with recursive counted (name) as (
          select min(destination) from ledger_keys
          union all
          select (select min(k.destination) from ledger_keys k where k.destination > counted.name) from counted where counted.name is not null)
        select name, sum(pending)
        from (
          select name, 0 as pending from counted where name is not null
          union all
          select destination, count(*) from conversions indexed by conversions_pending where state = 'pending' group by destination) known
        group by name
        order by name
        """;

    // What is mapped anew arrived long ago, and does not wait since then.
    public const string OldestStored = "select received_at from webhooks where state = 'stored' and run = 0 order by id limit 1";

    public const string OldestDue = "select min(due_at) from conversions where state = 'pending' and due_at <= @now";
}
