namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string FindJobMark = "select last_id from marks where name = @name";

    public const string SetJobMark = """
        insert into marks (name, last_id) values (@name, @last_id) on conflict (name) do update set last_id = excluded.last_id
        """;

    public const string NextByAge = "select id, received_at, state from webhooks where id > @after order by id limit @most";

    // What failed or came late waits for a person, and can be mapped only with its body: once it is, that goes. Asked again,
    // because it may wait to be mapped since it was looked at.
    public const string ExpireBody = """
        update webhooks set body = @body, headers = '{}', emptied = 'expired' where id = @id and emptied is null and state not in ('stored', 'failed', 'late')
        """;

    public const string WaitingForAPerson = """
        select id from webhooks where state in ('failed', 'late') and (received_at < @before or emptied is not null) order by id limit @most
        """;

    public const string GiveUpWebhook = """
        update webhooks set state = 'ignored', reason = @reason, body = @body, headers = '{}', emptied = coalesce(emptied, 'expired') where id = @id and state in ('failed', 'late')
        """;

    // The reasons of these quote what conditions saw.
    public const string ExpireDecisions = """
        update webhooks set decisions = null, reason = case when state in ('ignored', 'failed') then null else reason end where id = @id and emptied is not null
        """;

    public const string ExpireDecisionsBehind = """
        update webhooks set decisions = null, reason = case when state = 'ignored' then null else reason end
        where id = @id and emptied is not null and id <= coalesce((select last_id from marks where name = 'decisions'), 0)
        """;

    // While a webhook waits for a person, what was made of it tells what counts already. The newest row of a table is never deleted: SQLite would give its number to the next one, and the ledger, the series
    // and the receipts know rows by their numbers.
    public const string EndedConversions = """
        select c.id from conversions c
        where c.created_at < @before and c.state in ('delivered', 'suppressed', 'excluded', 'rejected', 'replaced') and c.lease_until is null
          and c.id < (select max(id) from conversions)
          and not exists (select 1 from attempts a where a.id = (select max(id) from attempts) and a.conversion_id = c.id)
          and not exists (
            select 1 from ledger_entries e join conversions h on h.id = e.holder
            where e.id = c.entry_id and h.state in ('pending', 'held', 'dead'))
          and not exists (select 1 from webhooks w where w.id = c.webhook_id and w.state in ('stored', 'failed', 'late'))
        order by c.created_at
        limit @most
        """;

    public const string DropAttempts = "delete from attempts where conversion_id = @conversion_id";

    // It may have become its sibling's heir since it was found.
    public const string DropConversion = """
        delete from conversions
        where id = @id and state in ('delivered', 'suppressed', 'excluded', 'rejected', 'replaced') and lease_until is null
          and not exists (select 1 from webhooks w where w.id = conversions.webhook_id and w.state in ('stored', 'failed', 'late'))
        """;

    public const string WebhooksOfNothing = """
        select w.id from webhooks w
        where w.received_at < @before and w.state <> 'stored' and w.id < (select max(id) from webhooks) and not exists (select 1 from conversions c where c.webhook_id = w.id)
        order by w.received_at
        limit @most
        """;

    // Asked again: it may be mapped anew since it was looked at.
    public const string DropWebhook = "delete from webhooks where id = @id and state <> 'stored' and not exists (select 1 from conversions c where c.webhook_id = webhooks.id)";

    public const string DestinationOfEntry = "select destination from ledger_entries where id = @id";

    public const string EntriesByAge = """
        select e.id, e.created_at, e.touched_at, h.state, (select max(k.touched_at) from ledger_keys k where k.entry_id = e.id)
        from ledger_entries e left join conversions h on h.id = e.holder
        where e.id > @after
        order by e.id
        limit @most
        """;

    public const string NewestEntry = "select max(id) from ledger_entries";

    public const string DropKeysOfEntry = "delete from ledger_keys where entry_id = @id";
}
