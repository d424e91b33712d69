namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    // Nothing is looked up first: the unique keys decide, also between two requests of the same moment.
    public const string AddWebhook = """
        insert into webhooks (
          endpoint, source, inbox_key, content_key, event_id, type, occurred_at, received_at, test, account, shop,
          state, reason, verified, headers, body, emptied)
        values (
          @endpoint, @source, @inbox_key, @content_key, @event_id, @type, @occurred_at, @received_at, @test, @account, @shop,
          @state, @reason, @verified, @headers, @body, @emptied)
        on conflict do nothing
        """;

    public const string FindByInboxKey = "select id from webhooks where endpoint = @endpoint and inbox_key = @inbox_key";

    public const string FindByContentKey = "select id from webhooks where endpoint = @endpoint and content_key = @content_key";

    // What came too late for its signature came again with a good one: now it may be mapped.
    public const string PromoteLate = """
        update webhooks set state = 'stored', reason = null, verified = @verified where id = @id and state = 'late' and emptied is null
        """;

    // Live ones first: what is mapped anew has the lower ids, but can wait.
    public const string DueWebhooks = """
        select id, endpoint, source, inbox_key, event_id, type, occurred_at, received_at, test, account, shop, headers, body, lease, run, claims, emptied
        from webhooks
        where state = 'stored' and (lease_until is null or lease_until <= @now)
        order by run, id
        limit @most
        """;

    public const string LeaseWebhook = "update webhooks set lease = lease + 1, lease_until = @until, claims = claims + 1 where id = @id";

    public const string FailWebhook = "update webhooks set state = 'failed', reason = @reason, lease_until = null where id = @id";

    public const string FindLeasedWebhook = """
        select run, endpoint, type, mapping_version is not null, id <= coalesce((select last_id from marks where name = 'bodies'), 0)
        from webhooks
        where id = @id and lease = @lease and state = 'stored' and lease_until is not null
        """;

    public const string AddEventType = """
        insert into event_types (endpoint, type, first_at) values (@endpoint, @type, @first_at) on conflict do nothing
        """;

    public const string EndMapping = """
        update webhooks
        set state = @state, reason = @reason, mapping_version = @mapping_version, facts = @facts, decisions = @decisions, claims = 0, lease_until = null
        where id = @id
        """;

    // The version is noted at once: a webhook that brings the process down is tried again once a version, not at every start.
    public const string MapAgain = """
        update webhooks
        set state = 'stored', reason = null, claims = 0, lease_until = null, mapping_version = @mapping_version
        where state = 'failed' and endpoint = @endpoint and emptied is null and (mapping_version is null or mapping_version <> @mapping_version)
        """;

    // A rule that an earlier mapping of the same run got through is not made twice.
    public const string AddConversion = """
        insert into conversions (
          webhook_id, rule, event_name, destination, run, state, reason, lane, scope, keys, idempotency_key, due_at, created_at,
          mapping_version, fields, event, rank, lacking, recall, order_id, readiness, missing, email_hash, order_name_hash)
        values (
          @webhook_id, @rule, @event_name, @destination, @run, @state, @reason, @lane, @scope, @keys, @idempotency_key, @due_at, @created_at,
          @mapping_version, @fields, @event, @rank, @lacking, @recall, @order_id, @readiness, @missing, @email_hash, @order_name_hash)
        on conflict do nothing
        """;

    // What a guard rejected, the ledger never saw: mapped again in the same run it is made anew in its place.
    public const string RemakeConversion = """
        update conversions
        set event_name = @event_name, state = @state, reason = @reason, lane = @lane, scope = @scope, keys = @keys, idempotency_key = @idempotency_key,
            due_at = @due_at, created_at = @created_at, mapping_version = @mapping_version, fields = @fields, event = @event, rank = @rank, lacking = @lacking,
            recall = @recall, order_id = @order_id, readiness = @readiness, missing = @missing, email_hash = @email_hash, order_name_hash = @order_name_hash
        where webhook_id = @webhook_id and rule = @rule and destination = @destination and run = @run and state = 'rejected' and entry_id is null
        returning id
        """;

    public const string DecideConversion = """
        update conversions
        set state = @state, reason = @reason, idempotency_key = @idempotency_key, entry_id = @entry_id, due_at = @due_at, heir_of = @heir_of
        where id = @id
        """;
}
