namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string CountReceived = "select count(*) from webhooks where received_at >= @from and received_at < @to";

    private const string ReplayColumns = """
        select id, endpoint, source, inbox_key, event_id, type, occurred_at, received_at, test, account, shop, state, run
        from webhooks
        """;

    public const string LookThrough = ReplayColumns + """
         where (received_at, id) > (@after_at, @after_id) and received_at < @to
        order by received_at, id
        limit @most
        """;

    public const string LookUpEvent = ReplayColumns + " where event_id = @event_id order by id";

    public const string LookUpWebhook = ReplayColumns + " where id = @id";

    public const string FindContent = "select headers, body, emptied from webhooks where id = @id";

    public const string FindConversionsOfWebhook = """
        select c.destination, c.event_name, c.state, c.may_have_landed, e.state
        from conversions c left join ledger_entries e on e.id = c.entry_id
        where c.webhook_id = @webhook_id
        order by c.id
        """;

    public const string FindStanding = """
        select e.state, c.state, coalesce(c.created_at, e.created_at)
        from ledger_keys k
        join ledger_entries e on e.id = k.entry_id
        left join conversions c on c.id = e.holder
        where k.destination = @destination and k.event_name = @event_name and k.key_hash = @key_hash
        """;

    // From one name to the next by index: the ledger has a row for each key of 400 days.
    public const string ListCountedNames = """
        with recursive counted (name) as (
          select min(event_name) from ledger_keys where destination = @destination
          union all
          select (select min(k.event_name) from ledger_keys k where k.destination = @destination and k.event_name > counted.name)
          from counted where counted.name is not null)
        select name from counted where name is not null
        """;

    public const string MapAnew = """
        update webhooks
        set state = 'stored', reason = null, run = run + 1, claims = 0, lease_until = null
        where id = @id and state <> 'stored' and emptied is null
        """;

    private const string SentColumns = """
        select c.id, w.event_id, c.event_name, c.destination, c.state, c.idempotency_key, c.may_have_landed, c.body, w.endpoint, w.type, w.received_at
        from conversions c join webhooks w on w.id = c.webhook_id
        """;

    public const string FindSent = SentColumns + " where c.id = @id";

    public const string FindDead = SentColumns + " where c.id = @id and c.state = 'dead'";

    public const string ListDead = SentColumns + """
         where c.state = 'dead' and c.id > @after
        order by c.id
        limit @most
        """;

    // Whoever took its place in the ledger goes on alone. The mark of a weak key stays.
    public const string SendDeadAgain = """
        update conversions
        set state = 'pending', reason = case when instr(reason, @mark) > 0 then @reason || '; ' || @mark else @reason end, lane = 'replay', attempts = 0, due_at = @now,
            lease_until = null
        where id = @id and state = 'dead' and exists (select 1 from ledger_entries e where e.id = entry_id and e.holder = conversions.id)
        """;

    // Below zero: no mapping made it, so that no mapping's rows can stand in its way.
    public const string CopyConversion = """
        insert into conversions (
          webhook_id, rule, event_name, destination, run, state, reason, lane, scope, keys, idempotency_key, due_at, created_at, frozen_at,
          mapping_version, evidence, fields, event, body, rank, order_id, readiness, missing, email_hash, order_name_hash)
        select webhook_id, rule, event_name, destination,
          (select case when min(r.run) < 0 then min(r.run) else 0 end - 1 from conversions r where r.webhook_id = c.webhook_id),
          'pending', @reason, 'replay', scope, '[]', @idempotency_key, @now, @now, @now,
          mapping_version, evidence, fields, event, @body, rank, order_id, readiness, missing, email_hash, order_name_hash
        from conversions c
        where id = @id and state = 'delivered'
        """;

    public const string AddSentEntry = """
        insert into ledger_entries (destination, event_name, state, holder, idempotency_key, body_hash, created_at, touched_at)
        values (@destination, @event_name, 'sent', @holder, @idempotency_key, @body_hash, @now, @now)
        """;

    public const string SetEntry = "update conversions set entry_id = @entry_id where id = @id";
}
