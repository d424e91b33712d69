using CometHooks.Store.Sql;

namespace CometHooks.Store.Postgres;

/// <summary>What only PostgreSQL is asked, and the shared statements that it must be asked in other words.</summary>
internal static class PostgresStatements
{
    // Two starters at once: the second waits and finds the work done. The number means nothing.
    public const string LockSchema = "select 1 from (select pg_advisory_xact_lock(72057594037927936)) locked";

    public const string KeepVersion = "create table if not exists comethooks_schema (id bigint primary key check (id = 1), version bigint not null)";

    public const string HasVersion = "select to_regclass('comethooks_schema') is not null";

    public const string FindVersion = "select coalesce(max(version), 0) from comethooks_schema";

    public const string SetVersion = """
        insert into comethooks_schema (id, version) values (1, @version) on conflict (id) do update set version = excluded.version
        """;

    public const string Now = "select (extract(epoch from now()) * 1000)::bigint";

    public const string Clock = "select (extract(epoch from clock_timestamp()) * 1000)::bigint";

    public const string FindBudget = "select configured, per_minute, tokens, blocked_for, kept_at from budgets where destination = @destination";

    public const string SaveBudget = """
        insert into budgets (destination, configured, per_minute, tokens, blocked_for, kept_at)
        values (@destination, @configured, @per_minute, @tokens, @blocked_for, @kept_at)
        on conflict (destination) do update set
          configured = excluded.configured, per_minute = excluded.per_minute, tokens = excluded.tokens,
          blocked_for = excluded.blocked_for, kept_at = excluded.kept_at
        """;

    // In the order of their numbers, so that two who want the same destinations never wait for each other.
    public const string OwnDestinations = """
        select count(pg_advisory_xact_lock(number))
        from (select distinct hashtextextended('comethooks destination ' || name, 0) as number from unnest(@names::text[]) as name order by number) sorted
        """;

    // All events of all requests that wait, in one statement. Sorted, so that two instances that get the same events wait
    // for each other in one order.
    public const string AddWebhooks = """
        insert into webhooks (
          endpoint, source, inbox_key, content_key, event_id, type, occurred_at, received_at, test, account, shop,
          state, reason, verified, headers, body, emptied)
        select * from unnest(
          @endpoint::text[], @source::text[], @inbox_key::text[], @content_key::text[], @event_id::text[], @type::text[],
          @occurred_at::bigint[], @received_at::bigint[], @test::boolean[], @account::text[], @shop::text[],
          @state::text[], @reason::text[], @verified::text[], @headers::text[], @body::bytea[], @emptied::text[])
        on conflict do nothing
        returning id, endpoint, inbox_key
        """;

    public const string LeaseWebhooks = "update webhooks set lease = lease + 1, lease_until = @until, claims = claims + 1 where id = any(@ids)";

    public const string LeaseConversions = """
        update conversions
        set lease = lease + 1, may_have_landed = may_have_landed or lease_until is not null, lease_until = @until
        where id = any(@ids)
        """;

    // Two who apply at once: the second sees what the first made active. The number means nothing.
    public const string LockMappings = "select 1::bigint from (select pg_advisory_xact_lock(72057594037927937)) locked";

    public const string ListActiveMappings = "select name, version from active_mappings";

    public const string ActivateMapping = """
        insert into active_mappings (name, version, applied_at) values (@name, @version, @applied_at)
        on conflict (name) do update set version = excluded.version, applied_at = excluded.applied_at
        """;

    public const string Listen = "listen comethooks";

    public const string Wake = "select pg_notify('comethooks', call) from unnest(@calls::text[]) as call";

    public const string ListColumns = """
        select column_name::text, data_type::text from information_schema.columns
        where table_schema = current_schema() and table_name = @table order by ordinal_position
        """;

    private const string BeginReading = "begin isolation level repeatable read read only";

    private static readonly Dictionary<string, string> InOtherWords = new(StringComparer.Ordinal)
    {
        [SqlStatements.Begin] = "begin",
        [SqlStatements.BeginReading] = BeginReading,
        [SqlStatements.DueWebhooks] = SqlStatements.DueWebhooks + "\nfor update skip locked",
        [SqlStatements.DueConversions] = SqlStatements.DueConversions + "\nfor update of c skip locked",
        [SqlStatements.FindLeasedWebhook] = SqlStatements.FindLeasedWebhook + "\nfor update",
        [SqlStatements.FindLeasedConversion] = SqlStatements.FindLeasedConversion + "\nfor update",

        [SqlStatements.RekeyableWebhooks] = SqlStatements.RekeyableWebhooks + "\nfor update",
        [SqlStatements.RekeyableConversions] = SqlStatements.RekeyableConversions + "\nfor update",
        [SqlStatements.RekeyableAttempts] = SqlStatements.RekeyableAttempts + "\nfor update",
        [SqlStatements.RekeyableIdentities] = SqlStatements.RekeyableIdentities + "\nfor update",

        // Hints that SQLite needs.
        [SqlStatements.EarlierKeys] = SqlStatements.EarlierKeys.Replace("cross join", "join", StringComparison.Ordinal).Replace(" not indexed", "", StringComparison.Ordinal),
        [SqlStatements.FindIdentities] = SqlStatements.FindIdentities.Replace("cross join", "join", StringComparison.Ordinal),
        [SqlStatements.ConversionsOfOrder] = SqlStatements.ConversionsOfOrder.Replace("cross join", "join", StringComparison.Ordinal),
        [SqlStatements.CountRowsOfWebhook] = SqlStatements.CountRowsOfWebhook.Replace("cross join", "join", StringComparison.Ordinal),
        [SqlStatements.SumReadiness] = SqlStatements.SumReadiness.Replace(" indexed by conversions_created", "", StringComparison.Ordinal),
        [SqlStatements.ListDestinations] = SqlStatements.ListDestinations.Replace(" indexed by conversions_pending", "", StringComparison.Ordinal)
            .Replace("sum(pending)", "sum(pending)::bigint", StringComparison.Ordinal),

        // What is null comes last here, and first there.
        [SqlStatements.Contributors] = NullsFirst(SqlStatements.Contributors),
        [SqlStatements.SuppressedSiblings] = NullsFirst(SqlStatements.SuppressedSiblings),
    };

    /// <summary>A statement as PostgreSQL is asked it.</summary>
    public static string Of(string sql) => InOtherWords.GetValueOrDefault(sql, sql);

    private static string NullsFirst(string sql) => sql.Replace("w.occurred_at, w.event_id", "w.occurred_at nulls first, w.event_id nulls first", StringComparison.Ordinal);
}
