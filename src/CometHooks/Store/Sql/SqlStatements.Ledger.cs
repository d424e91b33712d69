namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string FindEntry = """
        select e.id, e.state, e.holder, h.state = 'dead'
        from ledger_keys k join ledger_entries e on e.id = k.entry_id left join conversions h on h.id = e.holder
        where k.destination = @destination and k.event_name = @event_name and k.key_hash = @key_hash
        """;

    public const string AddEntry = """
        insert into ledger_entries (destination, event_name, state, holder, idempotency_key, created_at, touched_at)
        values (@destination, @event_name, 'open', @holder, @idempotency_key, @now, @now)
        """;

    public const string HoldEntry = """
        update ledger_entries
        set state = 'open', holder = @holder, idempotency_key = @idempotency_key, body_hash = null, version = version + 1, touched_at = @now
        where id = @id and version = @version
        """;

    public const string FindVersion = "select version, idempotency_key from ledger_entries where id = @id";

    // The heir of a conversion that used up its attempts: key and body stay as they went out.
    public const string InheritEntry = """
        update ledger_entries set holder = @holder, version = version + 1, touched_at = @now where id = @id and version = @version
        """;

    public const string InheritBody = """
        update conversions
        set body = d.body, frozen_at = d.frozen_at, evidence = d.evidence, readiness = d.readiness, missing = d.missing, content_hash = d.content_hash, may_have_landed = true
        from conversions d
        where conversions.id = @id and d.id = @dead
        """;

    public const string Replace = """
        update conversions
        set state = 'replaced', reason = @reason || case when reason is null then '' else '; ' || reason end, due_at = null, lease_until = null
        where id = @id and state in ('rejected', 'dead')
        """;

    // What an earlier mapping of the webhook made and the ledger never saw: what this one makes stands in its place.
    public const string ReplaceEarlier = """
        update conversions
        set state = 'replaced', reason = @reason || case when reason is null then '' else '; ' || reason end
        where webhook_id = @webhook_id and run >= 0 and run < @run and state = 'rejected' and entry_id is null
        """;

    public const string TouchEntry = "update ledger_entries set touched_at = @now where id = @id";

    public const string TouchKey = """
        insert into ledger_keys (destination, event_name, key_hash, entry_id, touched_at)
        values (@destination, @event_name, @key_hash, @entry_id, @now)
        on conflict (destination, event_name, key_hash) do update set touched_at = excluded.touched_at
        """;

    public const string PointKeys = "update ledger_keys set entry_id = @survivor where entry_id = @other";

    public const string SuppressHolders = """
        update conversions set state = 'suppressed', reason = @reason, due_at = null where entry_id = @other and (state in ('pending', 'held') or (state = 'rejected' and lacking is not null))
        """;

    public const string PointConversions = "update conversions set entry_id = @survivor where entry_id = @other";

    public const string DropEntry = "delete from ledger_entries where id = @id";

    public const string FindHolder = """
        select e.holder, c.rule, w.id, w.type
        from ledger_entries e
        left join conversions c on c.id = e.holder
        left join webhooks w on w.id = c.webhook_id
        where e.id = @id
        """;

    public const string FindKeyOwner = """
        select id, state from ledger_entries where destination = @destination and idempotency_key = @idempotency_key
        """;

    public const string FreeKey = "update ledger_entries set idempotency_key = null, version = version + 1 where id = @id";

    // cross join and not indexed: from the webhook's few conversions to their entries by id, whatever the statistics say.
    // Only what really holds or held its key: a suppressed conversion merely shows the one that it would have had.
    public const string EarlierKeys = """
        select c.id, c.rule, c.idempotency_key, e.id, e.state, e.holder
        from conversions c cross join ledger_entries e not indexed on e.id = c.entry_id and e.idempotency_key = c.idempotency_key
        where c.webhook_id = @webhook_id and c.destination = @destination and c.event_name = @event_name
        order by c.id
        """;

    public const string SendEntry = """
        update ledger_entries set state = 'sent', body_hash = @body_hash, version = version + 1, touched_at = @now
        where id = @id and holder = @holder and state = 'open'
        """;

    public const string EndEntry = """
        update ledger_entries set state = 'counted', version = version + 1, touched_at = @now where id = @id and holder = @holder
        """;

    public const string VoidEntry = """
        update ledger_entries set state = 'void', version = version + 1, touched_at = @now where id = @id and holder = @holder
        """;
}
