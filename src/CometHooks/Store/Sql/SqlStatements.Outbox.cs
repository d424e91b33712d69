namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    public const string DueConversions = """
        select c.id, c.webhook_id, w.endpoint, c.event_name, c.idempotency_key, c.event, c.body, c.attempts, c.lease, c.entry_id,
          (select count(*) from attempts a where a.conversion_id = c.id),
          (select count(*) from attempts a where a.conversion_id = c.id and a.outcome = 'destination')
        from conversions c left join webhooks w on w.id = c.webhook_id
        where c.state = 'pending' and c.destination = @destination and c.lane = @lane and c.due_at <= @now
          and (c.lease_until is null or c.lease_until <= @now)
        order by c.due_at, c.id
        limit @most
        """;

    // Leases it too: a row of this size is not written twice.
    public const string Freeze = """
        update conversions
        set lease = lease + 1, may_have_landed = may_have_landed or lease_until is not null, lease_until = @until,
            body = @body, frozen_at = @now, evidence = @evidence, readiness = @readiness, missing = @missing, content_hash = @content_hash, email_hash = @email_hash,
            order_name_hash = @order_name_hash
        where id = @id
        """;

    // A lease that ran out without a record: the POST may have been under way.
    public const string LeaseConversion = """
        update conversions
        set lease = lease + 1, may_have_landed = may_have_landed or lease_until is not null, lease_until = @until
        where id = @id
        """;

    public const string EndConversion = """
        update conversions set state = @state, reason = @reason, due_at = null, lease_until = null where id = @id
        """;

    public const string FindLeasedConversion = """
        select entry_id, may_have_landed from conversions where id = @id and lease = @lease and state = 'pending' and lease_until is not null
        """;

    public const string AddAttempt = """
        insert into attempts (
          conversion_id, number, started_at, ended_at, outcome, status, request_id, answer, error, uses_attempt, may_have_landed)
        values (
          @conversion_id, (select coalesce(max(number), 0) + 1 from attempts where conversion_id = @conversion_id), @started_at, @ended_at,
          @outcome, @status, @request_id, @answer, @error, @uses_attempt, @may_have_landed)
        """;

    // The mark of a weak key outlasts what the attempts say: it tells why the same thing may count twice.
    public const string EndAttempt = """
        update conversions
        set state = @state, reason = case when instr(reason, @mark) > 0 then coalesce(@reason || '; ', '') || @mark else @reason end, due_at = @due_at, lease_until = null,
            attempts = attempts + case when @uses_attempt then 1 else 0 end, may_have_landed = may_have_landed or @may_have_landed
        where id = @id
        """;

    public const string Release = """
        update conversions set lease_until = null where id = @id and lease = @lease and state = 'pending' and lease_until is not null
        """;

    // Per lane, so that the index leads past a backlog to what is not due yet. One that waits after a refusal was a probe.
    public const string DueAtOnce = """
        update conversions set due_at = @now
        where state = 'pending' and destination = @destination and lane = @lane and due_at > @now and lease_until is null
          and (select a.outcome from attempts a where a.conversion_id = conversions.id order by a.number desc limit 1) in ('destination', 'rejected')
        """;

    // To be counted, but not all of them: after a day's outage that would be a million at every look.
    public const string DueOfLane = """
        select 1 from conversions where state = 'pending' and destination = @destination and lane = @lane and due_at <= @now limit @most
        """;

    public const string CountClaimed = """
        select lane, count(*) from conversions
        where lease_until is not null and lease_until > @now and destination = @destination and state = 'pending' and due_at <= @now
        group by lane
        """;

    // Per lane, because an index in the order (destination, lane, due_at) gives each lane's next without a walk.
    public const string NextDue = """
        select min(due_at) from conversions where state = 'pending' and destination = @destination and lane = @lane and due_at > @now
        """;

    public const string NextLeaseEnd = """
        select min(lease_until) from conversions where lease_until is not null and lease_until > @now and destination = @destination
        """;
}
