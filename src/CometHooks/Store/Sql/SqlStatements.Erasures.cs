namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    private const string ErasureColumns = """
        select id, kind, state, actor, subject_hash, webhook_id, asked_at, ended_at, webhooks, conversions, attempts, identities, audit_lines, held, needs_compaction
        from erasures
        """;

    public const string AddErasure = """
        insert into erasures (kind, state, actor, subject_hash, webhook_id, asked_at, touched_at)
        values (@kind, @state, @actor, @subject_hash, @webhook_id, @now, @now)
        on conflict do nothing
        """;

    public const string FindErasure = ErasureColumns + " where id = @id";

    public const string ErasurePage = ErasureColumns + " where id < @before order by id desc limit @most";

    public const string AskedErasures = ErasureColumns + " where state = 'asked' order by id";

    public const string CountRunningErasures = "select count(*) from erasures where state = 'running'";

    public const string TakeErasure = "update erasures set state = 'running', touched_at = @now where id = @id and state = 'asked'";

    // A hub that died: what a platform asked for is in its webhook, what a person asked for is known to that person only.
    public const string LeaveErasures = "update erasures set state = 'asked' where state = 'running' and webhook_id is not null and touched_at < @stale";

    public const string BreakErasures = "update erasures set state = 'broken', ended_at = @now where state = 'running' and webhook_id is null and touched_at < @stale";

    public const string TouchErasure = "update erasures set touched_at = @now where id = @id";

    public const string EndErasure = """
        update erasures
        set state = @state, ended_at = @now, webhooks = @webhooks, conversions = @conversions, attempts = @attempts, identities = @identities,
            audit_lines = @audit_lines, held = @held, needs_compaction = @needs_compaction
        where id = @id
        """;

    public const string AddTombstone = "insert into tombstones (hash, erasure_id, erased_at) values (@hash, @erasure_id, @now) on conflict do nothing";

    public const string ListTombstones = "select hash, erased_at from tombstones";

    public const string ConversionsOfEmail = "select webhook_id, entry_id from conversions where email_hash = @email_hash";

    public const string ConversionsOfOrder = """
        select c.webhook_id, c.entry_id from conversions c cross join webhooks w on w.id = c.webhook_id
        where c.order_id = @order_id and w.shop = @shop
        """;

    // Of the same payment, and of nobody else.
    public const string ConversionsOfEntry = "select webhook_id from conversions where entry_id = @entry_id and email_hash is null";

    public const string WebhookOfIdentity = "select webhook_id from identities where id = @id";

    public const string TraceWebhooks = """
        select id, shop, body, headers, facts, decisions, reason, event_id, inbox_key from webhooks where id > @after order by id limit @most
        """;

    public const string TraceConversions = """
        select id, webhook_id, event, body, fields, evidence, reason, keys, idempotency_key, order_id from conversions where id > @after order by id limit @most
        """;

    public const string TraceAttempts = "select id, conversion_id, answer, error from attempts where id > @after order by id limit @most";

    public const string TraceIdentities = "select id, webhook_id, identity from identities where id > @after order by id limit @most";

    public const string TraceAudit = "select id, subject, text from audit where id > @after order by id limit @most";

    public const string CountRowsOfWebhook = """
        select
          (select count(*) from webhooks where id = @id),
          (select count(*) from conversions where webhook_id = @id),
          (select count(*) from conversions c cross join attempts a on a.conversion_id = c.id where c.webhook_id = @id),
          (select count(*) from identities where webhook_id = @id)
        """;

    public const string FindWebhookToErase = "select facts, decisions, event_id, inbox_key, emptied, reason from webhooks where id = @id";

    // Changes nothing; locks the row where rows are locked.
    public const string WaitForWebhook = "update webhooks set lease = lease where id = @id";

    // Whoever has it claimed for mapping loses it: nothing of what was read before is written after.
    public const string EmptyWebhook = """
        update webhooks
        set headers = '{}', body = @body, emptied = 'erased', facts = @facts, decisions = @decisions, event_id = @event_id, inbox_key = @inbox_key, reason = @reason,
            state = case when state in ('stored', 'failed', 'late') then 'ignored' else state end, lease = lease + 1, lease_until = null, claims = 0
        where id = @id
        """;

    public const string FindConversionsToErase = """
        select id, destination, event_name, state, event, keys, idempotency_key, order_id, entry_id, lease_until, reason
        from conversions
        where webhook_id = @webhook_id
        order by id
        """;

    public const string StripConversion = """
        update conversions
        set state = @state, reason = @reason, keys = @keys, idempotency_key = @idempotency_key, order_id = @order_id, event = @event, body = null,
            fields = '{}', evidence = null, recall = null, lacking = null, due_at = null, content_hash = null, email_hash = null, order_name_hash = null,
            lease = lease + 1, lease_until = null
        where id = @id
        """;

    public const string RenameEntry = "update ledger_entries set idempotency_key = @idempotency_key where id = @id and holder = @holder";

    public const string VoidUnsent = """
        update ledger_entries set state = 'void', version = version + 1, touched_at = @now where id = @id and holder = @holder and state = 'open'
        """;

    public const string StripAttempts = """
        update attempts set answer = null, error = null where conversion_id = @conversion_id and (answer is not null or error is not null)
        """;

    public const string DropSeekersOfConversion = "delete from identity_seekers where conversion_id = @conversion_id";

    public const string EraseAudit = "update audit set subject = 'erased', text = 'erased: it named a person who was erased' where id = @id";
}
