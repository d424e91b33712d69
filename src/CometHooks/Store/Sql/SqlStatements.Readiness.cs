namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    // A day has 86,400,000 ms, in UTC. A rejected one belongs here only where the ledger took it and nobody tried to send it:
    // then all it lacked was who the visitor was.
    public const string SumReadiness = """
        select w.endpoint, w.source, c.event_name, c.created_at / 86400000 as day, c.readiness, c.missing, count(*)
        from conversions c indexed by conversions_created join webhooks w on w.id = c.webhook_id
        where c.created_at >= @since and c.readiness is not null
          and (c.state in ('held', 'pending', 'delivered', 'dead') or (c.state = 'rejected' and c.lacking is not null and c.entry_id is not null and c.frozen_at is null))
        group by w.endpoint, w.source, c.event_name, day, c.readiness, c.missing
        order by w.endpoint, w.source, c.event_name, day, c.readiness desc, c.missing
        """;

    public const string ListEventTypes = "select endpoint, type, first_at from event_types order by endpoint, type";
}
