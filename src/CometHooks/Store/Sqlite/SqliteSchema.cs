using CometHooks.Store.Sql;

namespace CometHooks.Store.Sqlite;

/// <summary>The schema as numbered steps. A step that shipped is never edited: what changes is a new step at the end.</summary>
internal static class SqliteSchema
{
    /// <summary>The schema that this build reads and writes.</summary>
    public static int Version => Steps.Length;

    private static readonly string[] Steps =
    [
        // 1: webhooks to the ledger. held, identity and heir_of wait for the evidence that the next step brings.
        // webhooks(state) serves the claims (rowid is its last column) and the counts: a partial index on stored and
        // failed together would make every claim walk over all that failed. The body is last, so that what is short
        // is read without it.
        """
        create table instance (
          id integer primary key check (id = 1),
          key blob not null,
          created_at integer not null);

        create table webhooks (
          id integer primary key,
          endpoint text not null,
          source text not null,
          inbox_key text not null,
          content_key text,
          event_id text not null,
          type text not null,
          occurred_at integer,
          received_at integer not null,
          test integer not null,
          account text,
          shop text,
          state text not null,
          reason text,
          run integer not null default 0,
          claims integer not null default 0,
          lease integer not null default 0,
          lease_until integer,
          mapping_version text,
          verified text not null,
          facts text,
          decisions text,
          headers text not null,
          body blob not null);
        create unique index webhooks_inbox_key on webhooks (endpoint, inbox_key);
        create unique index webhooks_content_key on webhooks (endpoint, content_key) where content_key is not null;
        create index webhooks_state on webhooks (state);

        create table conversions (
          id integer primary key,
          webhook_id integer not null,
          rule text not null,
          event_name text not null,
          destination text not null,
          run integer not null,
          state text not null,
          reason text,
          lane text not null,
          scope text not null,
          keys text not null,
          idempotency_key text not null,
          entry_id integer,
          heir_of integer,
          due_at integer,
          attempts integer not null default 0,
          may_have_landed integer not null default 0,
          lease integer not null default 0,
          lease_until integer,
          created_at integer not null,
          frozen_at integer,
          mapping_version text not null,
          identity text,
          fields text not null,
          event text not null,
          body text);
        create unique index conversions_once on conversions (webhook_id, rule, destination, run);
        create index conversions_pending on conversions (destination, lane, due_at, id) where state = 'pending';
        create index conversions_held on conversions (due_at) where state = 'held';
        create index conversions_claimed on conversions (destination, lane, lease_until) where lease_until is not null;
        create index conversions_entry on conversions (entry_id);
        create index conversions_state on conversions (state);

        create table attempts (
          id integer primary key,
          conversion_id integer not null,
          number integer not null,
          started_at integer not null,
          ended_at integer not null,
          outcome text not null,
          status integer,
          request_id text,
          answer text,
          error text,
          uses_attempt integer not null,
          may_have_landed integer not null);
        create unique index attempts_number on attempts (conversion_id, number);

        create table ledger_entries (
          id integer primary key,
          destination text not null,
          event_name text not null,
          state text not null,
          holder integer,
          idempotency_key text,
          body_hash blob,
          version integer not null default 0,
          created_at integer not null,
          touched_at integer not null);
        create unique index ledger_entries_idempotency_key on ledger_entries (destination, idempotency_key) where idempotency_key is not null;

        create table ledger_keys (
          destination text not null,
          event_name text not null,
          key_hash blob not null,
          entry_id integer not null,
          touched_at integer not null,
          primary key (destination, event_name, key_hash)) without rowid;
        create index ledger_keys_entry on ledger_keys (entry_id);

        create table identities (
          id integer primary key,
          destination text not null,
          scope text not null,
          kind text not null,
          key_hash blob not null,
          webhook_id integer not null,
          identity text not null,
          occurred_at integer not null,
          touched_at integer not null);
        create index identities_key on identities (key_hash, occurred_at);

        create table mapping_versions (
          name text not null,
          version text not null,
          text text not null,
          active_from integer not null,
          primary key (name, version));

        create table pinned_shops (
          endpoint text primary key,
          shop text not null,
          pinned_at integer not null);

        create table pauses (
          destination text primary key,
          reason text not null,
          since integer not null);

        create table audit (
          id integer primary key,
          at integer not null,
          kind text not null,
          subject text not null,
          text text not null);
        """,

        // 2: evidence. An identity is remembered once and found under each of its keys; identity_seekers are the conversions
        // that one would set free. seen: it tells the browser too (comet_token, or fingerprint and ip), so that a year of
        // renewals does not hide the one checkout that did. rank is the rule's place in its mapping: the order in which siblings' evidence counts.
        // The identities of step 1 were never written.
        """
        drop table identities;

        create table identities (
          id integer primary key,
          webhook_id integer not null,
          rule text not null,
          destination text not null,
          type text not null,
          identity text not null,
          occurred_at integer not null,
          touched_at integer not null);
        create unique index identities_once on identities (webhook_id, rule, destination);
        create index identities_touched on identities (touched_at);

        create table identity_keys (
          key_hash blob not null,
          seen integer not null,
          occurred_at integer not null,
          identity_id integer not null,
          kind text not null,
          primary key (key_hash, seen, occurred_at, identity_id)) without rowid;
        create index identity_keys_identity on identity_keys (identity_id);

        create table identity_seekers (
          key_hash blob not null,
          conversion_id integer not null,
          primary key (key_hash, conversion_id)) without rowid;
        create index identity_seekers_conversion on identity_seekers (conversion_id);

        alter table conversions rename column identity to evidence;
        alter table conversions add column rank integer not null default 0;
        alter table conversions add column lacking text;
        alter table conversions add column recall text;
        alter table conversions add column order_id text;
        alter table conversions add column readiness integer;
        alter table conversions add column missing text;
        alter table conversions add column content_hash blob;
        create index conversions_order on conversions (order_id) where order_id is not null;
        create index conversions_created on conversions (created_at);
        create index webhooks_event on webhooks (event_id);

        -- What is mapped anew waits behind what is mapped for the first time. A replay looks through a span of time.
        drop index webhooks_state;
        create index webhooks_state on webhooks (state, run);
        create index webhooks_received on webhooks (received_at);

        create table event_types (
          endpoint text not null,
          type text not null,
          first_at integer not null,
          primary key (endpoint, type)) without rowid;

        insert into event_types (endpoint, type, first_at)
        select endpoint, type, min(received_at) from webhooks where state in ('mapped', 'ignored', 'failed') group by endpoint, type;
        """,

        // 3: the console. Who may use it; what lists are read by (the rowid is an index's last column, so that a list comes
        // in its order); who did what is in the audit trail. email_hash is an HMAC, like all keys of persons.
        """
        create table users (
          id integer primary key,
          name text not null unique,
          role text not null,
          password_hash text,
          stamp text not null,
          created_at integer not null,
          disabled_at integer);

        create table api_keys (
          id integer primary key,
          name text not null,
          role text not null,
          hash blob not null unique,
          hint text not null,
          created_at integer not null,
          created_by text not null,
          used_at integer,
          revoked_at integer);

        create table setup_links (
          id integer primary key check (id = 1),
          hash blob not null,
          expires_at integer not null);

        create table key_ring (
          name text primary key,
          xml text not null) without rowid;

        alter table audit add column actor text not null default 'hub';

        alter table conversions add column email_hash blob;
        create index conversions_email on conversions (email_hash) where email_hash is not null;
        create index webhooks_endpoint on webhooks (endpoint);
        create index webhooks_listed on webhooks (state);

        -- What happened by the hour, summed beside the path of a webhook; it outlives what it sums. series_marks: how far.
        create table series (
          hour integer not null,
          measure text not null,
          endpoint text not null,
          destination text not null,
          event_name text not null,
          count integer not null,
          amount text not null,
          primary key (hour, measure, endpoint, destination, event_name)) without rowid;

        create table series_marks (
          name text primary key,
          last_id integer not null) without rowid;
        """,

        // 4: privacy. emptied says why a webhook's body is gone; it stands behind the body and is read with it only. A
        // tombstone is an HMAC: what happened before it and names whom it is of is kept without its content. An erasure's
        // receipt names nobody. marks: how far a job on old rows has come, and which keys
        // rows may be sealed by.
        """
        alter table webhooks add column emptied text;

        create table erasures (
          id integer primary key,
          kind text not null,
          state text not null,
          actor text not null,
          subject_hash blob not null,
          webhook_id integer,
          asked_at integer not null,
          touched_at integer not null,
          ended_at integer,
          webhooks integer not null default 0,
          conversions integer not null default 0,
          attempts integer not null default 0,
          identities integer not null default 0,
          audit_lines integer not null default 0,
          needs_compaction integer not null default 0,
          held text);
        create unique index erasures_webhook on erasures (webhook_id) where webhook_id is not null;
        create index erasures_state on erasures (state);

        create table tombstones (
          hash blob not null,
          erasure_id integer not null,
          erased_at integer not null,
          primary key (hash, erasure_id)) without rowid;

        create table marks (
          name text primary key,
          last_id integer not null) without rowid;
        """,

        // 5: alerts. One row for each that ever fired, and what receivers are still to be told.
        """
        create table alerts (
          key text primary key,
          condition text not null,
          subject text not null,
          severity text not null,
          text text not null,
          page text not null,
          since integer not null,
          resolved_at integer) without rowid;

        create table alert_notices (
          id integer primary key,
          notice text not null,
          tries integer not null,
          due_at integer not null,
          made_at integer not null);
        create index alert_notices_due on alert_notices (due_at);
        """,

        // 6: the order's name, as buyer and merchant know it (#1042): a free text, and therefore looked up by its HMAC.
        """
        alter table conversions add column order_name_hash blob;
        create index conversions_order_name on conversions (order_name_hash) where order_name_hash is not null;
        """,
    ];

    /// <summary>Brings the database to <see cref="Version"/>: all missing steps in one transaction, under the write lock.</summary>
    public static void Apply(SqlSession session, string database)
    {
        session.Execute(SqlStatements.Begin);
        try
        {
            var version = (int)session.One(SqliteStatements.SchemaVersion, row => row.GetInt64(0));
            if (version > Version)
            {
                throw new StoreRefusedException(
                    $"The store {database} has schema {version}, this build knows schemas up to {Version}: a newer version wrote it. Run that version, or restore a backup of the store that fits this one.");
            }

            for (var step = version; step < Version; step++)
            {
                session.Script(Steps[step]);
            }

            // A pragma takes no parameters; the number is our own.
            session.Script($"pragma user_version = {Version}");
            session.Execute(SqlStatements.Commit);
        }
        catch
        {
            session.RollBack();
            throw;
        }
    }
}
