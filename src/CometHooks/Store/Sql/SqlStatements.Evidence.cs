namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string AddIdentity = """
        insert into identities (webhook_id, rule, destination, type, identity, occurred_at, touched_at)
        values (@webhook_id, @rule, @destination, @type, @identity, @occurred_at, @now)
        on conflict (webhook_id, rule, destination) do nothing
        """;

    public const string ChangeIdentity = """
        update identities set identity = @identity, occurred_at = @occurred_at, touched_at = @now
        where webhook_id = @webhook_id and rule = @rule and destination = @destination
        returning id
        """;

    public const string DropIdentityKeys = "delete from identity_keys where identity_id = @identity_id";

    public const string AddIdentityKey = """
        insert into identity_keys (key_hash, seen, occurred_at, identity_id, kind) values (@key_hash, @seen, @occurred_at, @identity_id, @kind)
        on conflict do nothing
        """;

    // In the order of the key, so that nothing is sorted: those that tell the browser, then the others, each newest first.
    // cross join: from the key to its identities, whatever the statistics say.
    public const string FindIdentities = """
        select i.id, i.identity, i.occurred_at, i.webhook_id, i.type, i.rule
        from identity_keys k cross join identities i on i.id = k.identity_id
        where k.key_hash = @key_hash and k.occurred_at <= @until
        order by k.seen desc, k.occurred_at desc, k.identity_id desc
        limit @most
        """;

    public const string KeysOfIdentity = "select kind, key_hash from identity_keys where identity_id = @identity_id and kind <> 'person'";

    public const string NearestUnderKey = """
        select identity_id from identity_keys where key_hash = @key_hash order by seen desc, occurred_at desc, identity_id desc limit @most
        """;

    public const string IdentitiesUnderKey = "select identity_id from identity_keys where key_hash = @key_hash";

    // Once a day is enough to know that it is still of use.
    public const string TouchIdentity = "update identities set touched_at = @now where id = @id and touched_at < @yesterday";

    public const string UnusedIdentities = "select id from identities where touched_at < @since order by touched_at limit @most";

    public const string DropIdentity = "delete from identities where id = @id";

    public const string AddSeeker = """
        insert into identity_seekers (key_hash, conversion_id) values (@key_hash, @conversion_id) on conflict do nothing
        """;

    public const string FindSeekers = "select conversion_id from identity_seekers where key_hash = @key_hash order by conversion_id desc limit 64";

    public const string DropSeekers = """
        delete from identity_seekers where conversion_id in (select id from conversions where entry_id = @entry_id)
        """;

    // What was sent once, or could not be written, is out of it: it must not spoil its heir's body. Of one webhook only the
    // newest mapping speaks: a corrected amount must not lose to the wrong one.
    public const string Contributors = """
        select c.event, c.webhook_id, w.type, c.rule, c.recall, c.id
        from conversions c left join webhooks w on w.id = c.webhook_id
        where c.entry_id = @entry_id and (c.id = @id or (c.frozen_at is null and (c.state <> 'rejected' or c.lacking is not null)))
          and not exists (
            select 1 from conversions n
            where n.entry_id = c.entry_id and n.webhook_id = c.webhook_id and n.id > c.id and n.frozen_at is null
              and (n.run > c.run or n.mapping_version <> c.mapping_version))
        order by c.rank, w.occurred_at, w.event_id, c.id
        limit 64
        """;

    public const string FindWaiting = """
        select c.state, c.entry_id, c.lacking, c.destination, e.state, e.holder, e.idempotency_key, w.event_id, c.event_name
        from conversions c left join ledger_entries e on e.id = c.entry_id left join webhooks w on w.id = c.webhook_id
        where c.id = @id
        """;

    public const string DueHeld = "select id, destination from conversions where state = 'held' and due_at <= @now order by due_at limit @most";

    public const string NextHeld = "select min(due_at) from conversions where state = 'held'";

    public const string WaitConversion = """
        update conversions set state = @state, due_at = @due_at, readiness = @readiness, missing = @missing where id = @id
        """;

    // What was noted before stays behind it: a weak key, for example.
    public const string Lack = """
        update conversions set reason = @lacking || case when reason is null then '' else '; ' || reason end where id = @id
        """;

    public const string NoLongerLacks = """
        update conversions set reason = case when instr(reason, @mark) > 0 then @mark end, idempotency_key = @idempotency_key where id = @id
        """;

    public const string ContentHash = "select content_hash from conversions where id = @id";

    // Its key was refused with it: whoever goes next has one of its own.
    public const string LeaveEntry = """
        update ledger_entries set holder = @holder, idempotency_key = null, version = version + 1, touched_at = @now where id = @id and state = 'void'
        """;

    public const string IdentitiesOfWebhook = "select id, rule, destination from identities where webhook_id = @webhook_id";

    public const string GoUnseen = "update conversions set state = 'pending', due_at = @now where id = @id and state = 'held'";

    public const string ReopenEntry = """
        update ledger_entries set state = 'open', idempotency_key = @idempotency_key, version = version + 1, touched_at = @now
        where id = @id and state = 'void' and holder = @holder
        """;

    public const string SuppressedSiblings = """
        select c.id, c.idempotency_key, w.event_id, c.event_name, c.destination, c.lacking, c.recall
        from conversions c join webhooks w on w.id = c.webhook_id
        where c.entry_id = @entry_id and c.state = 'suppressed' and c.frozen_at is null
        order by c.rank, w.occurred_at, w.event_id, c.id
        limit 8
        """;

    public const string Promote = """
        update conversions
        set state = 'pending', reason = case when instr(reason, @mark) > 0 then @mark end, idempotency_key = @idempotency_key, heir_of = @heir_of, due_at = @now
        where id = @id
        """;
}
