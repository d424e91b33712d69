using System.Security.Cryptography;
using System.Text;
using CometHooks.Store.Sqlite;

namespace CometHooks.Load;

/// <summary>A store of a million webhooks and conversions, of all states, over a year, and a key that may read them.</summary>
internal static class GrownLists
{
    public const string User = "ada";
    public const string Password = "of the load generator";
    public const string Key = "chk_of_the_load_generator";

    /// <summary>An address that a few conversions have.</summary>
    public const string Email = "mira@lighthouse.example";

    private const long Newest = 1_790_000_000_000;
    private const long Step = 31_000;

    public static void Fill(string path, int rows)
    {
        using var session = SqliteConnections.ToFile(path).OpenWriter();
        SqliteSchema.Apply(session, path);
        var key = RandomNumberGenerator.GetBytes(32);
        session.Execute(Store.Sql.SqlStatements.AddInstance, ("@key", key), ("@now", 0L));
        session.Execute(
            Store.Sql.SqlStatements.AddKey,
            ("@name", "load"), ("@role", "admin"), ("@hash", SHA256.HashData(Encoding.UTF8.GetBytes(Key))), ("@hint", "chk_of"), ("@now", 0L), ("@created_by", "load"));
        session.Execute(
            Store.Sql.SqlStatements.AddUser,
            ("@name", User), ("@role", "admin"), ("@password_hash", Operate.Access.Passwords.Hash(Password)), ("@stamp", "1"), ("@now", 0L));
        session.Script($"""
            pragma synchronous = off;
            begin;
            insert into webhooks (endpoint, source, inbox_key, event_id, type, received_at, occurred_at, test, state, reason, mapping_version, verified, facts, decisions, headers, body)
            with recursive n(value) as (select 1 union all select value + 1 from n where value < {rows})
            select case value % 10 when 0 then 'calendly' when 1 then 'shopify' else 'stripe' end, case value % 10 when 0 then 'calendly' when 1 then 'shopify' else 'stripe' end,
              hex(randomblob(12)), printf('evt_%012d', value), case value % 7 when 0 then 'invoice.paid' else 'charge.succeeded' end,
              {Newest} - ({rows} - value) * {Step}, {Newest} - ({rows} - value) * {Step}, 0,
              case when value % 1000 = 0 then 'failed' when value % 20 = 0 then 'ignored' when value % 9999 = 0 then 'late' else 'mapped' end,
              case when value % 1000 = 0 then 'rule ''payment'': amount is no number' end, 'aaaaaaaaaaaa', 'secret 1', printf('{"{"}"amount":%d{"}"}', value), '[]', '{"{}"}', randomblob(1024)
            from n;
            insert into conversions (webhook_id, rule, event_name, destination, run, state, reason, lane, scope, keys, idempotency_key, entry_id, created_at, mapping_version, fields, event, order_id, readiness, missing, email_hash, body, frozen_at)
            select id, 'payment', case id % 50 when 0 then 'lead' else 'purchase' end, 'main', 0,
              case when id % 500 = 0 then 'dead' when id % 101 = 0 then 'rejected' when id % 11 = 0 then 'suppressed' else 'delivered' end,
              case when id % 500 = 0 then 'used up its attempts: timed out' when id % 101 = 0 then 'answered 422: order ''' || id || ''' is unknown' end,
              'money', 'stripe/acct_1', '["pi_1"]', event_id, id, received_at, 'aaaaaaaaaaaa', '{"{}"}',
              printf('{"{"}"event_name":"purchase","person":{"{"}"email":"buyer-%d@lighthouse.example"{"}"},"order":{"{"}"amount":49.00,"order_id":"order_%d"{"}"},"visitor":{"{}"},"attribution":{"{}"},"extra":{"{}"}{"}"}', id, id),
              'order_' || id, 70, '["phone"]', randomblob(32), '{"{}"}', received_at
            from webhooks;
            insert into attempts (conversion_id, number, started_at, ended_at, outcome, status, uses_attempt, may_have_landed)
            select id, 1, created_at, created_at + 80, 'delivered', 202, 1, 0 from conversions where state = 'delivered';
            insert into event_types (endpoint, type, first_at) select endpoint, type, min(received_at) from webhooks group by endpoint, type;
            insert into series_marks (name, last_id) select 'webhooks', max(id) from webhooks union all select 'attempts', max(id) from attempts;
            commit;
            """);
        var hash = Count.HashedKey.OfEmail(key, Email);
        foreach (var place in Enumerable.Range(1, 5))
        {
            session.Execute(MarkEmail, ("@email_hash", hash), ("@id", (long)rows / 6 * place));
        }

        session.Script("pragma wal_checkpoint(truncate)");
    }

    private const string MarkEmail = "update conversions set email_hash = @email_hash where id = @id";
}
