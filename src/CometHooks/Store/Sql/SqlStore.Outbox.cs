using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using CometHooks.Count;
using CometHooks.Deliver;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore
{
    public Task<IReadOnlyList<OutboxEntry>> ClaimAsync(
        string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze, CancellationToken cancellationToken)
        => Writers.Delivery.RunAsync<IReadOnlyList<OutboxEntry>>(SqlScope.Of([destination]), session => Claim(session, destination, lane, most, freeze), cancellationToken);

    public Task<bool> RecordAsync(AttemptRecord attempt, CancellationToken cancellationToken)
        => Writers.Delivery.RunAsync(SqlScope.Of([attempt.Destination]), session => Record(session, attempt), cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
        => Writers.Delivery.RunAsync(
            session => entries.Sum(entry => session.Execute(SqlStatements.Release, ("@id", entry.Id), ("@lease", entry.Lease))),
            cancellationToken);

    public Task<int> DueAtOnceAsync(string destination, CancellationToken cancellationToken)
        => Writers.Delivery.RunAsync(
            SqlScope.Of([destination]),
            session =>
            {
                var now = SqlValues.Ms(Now(session));
                return Enum.GetValues<Lane>().Sum(lane => session.Execute(SqlStatements.DueAtOnce, ("@now", now), ("@destination", destination), ("@lane", Words.Of(lane))));
            },
            cancellationToken);

    public Task<OutboxOutlook> LookAsync(string destination, CancellationToken cancellationToken)
        => ReadAsync(session => Look(session, destination), cancellationToken);

    private List<OutboxEntry> Claim(SqlSession session, string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze)
    {
        var now = Now(session);
        var due = session.All(
            SqlStatements.DueConversions, Due, ("@destination", destination), ("@lane", Words.Of(lane)), ("@now", SqlValues.Ms(now)), ("@most", most));
        var until = now + DeliveryLease;
        var claimed = new List<OutboxEntry>(due.Count);
        foreach (var conversion in due)
        {
            if ((conversion.Body ?? Freeze(session, conversion, freeze, now, until)) is { } body)
            {
                claimed.Add(new OutboxEntry(
                    conversion.Id,
                    conversion.WebhookId,
                    conversion.Endpoint,
                    conversion.EventName,
                    destination,
                    conversion.IdempotencyKey,
                    body,
                    conversion.AttemptsUsed,
                    conversion.Lease + 1,
                    conversion.Attempts,
                    conversion.DestinationAttempts));
            }
        }

        Lease(session, SqlStatements.LeaseConversion, [.. due.Where(c => c.Body is not null).Select(c => c.Id)], until);
        return claimed;
    }

    // From the first claim on, every attempt sends these very bytes; it is leased with that. Null: it will not go; its row says why.
    private string? Freeze(SqlSession session, DueConversion conversion, Func<UnfrozenConversion, string> freeze, DateTimeOffset now, DateTimeOffset until)
    {
        var ledger = new SqlLedger(session, now);
        var identities = Identities(session);
        var evidence = new SqlEvidence(session, identities);
        var holding = new SqlHolding(session, identities, now);
        MergedEvidence merged;
        string body;
        try
        {
            merged = evidence.Gather(conversion.Id, conversion.EntryId);
            body = freeze(new UnfrozenConversion(conversion.Id, conversion.IdempotencyKey, merged.Event, _time.GetUtcNow()));
        }
        catch (Exception e) when (e is not DbException)
        {
            // One conversion that cannot be written must not hold its lane up for ever. The message may quote a field, so only its kind is kept.
            End(session, conversion.Id, ConversionState.Rejected, $"its request could not be written ({e.GetType().Name})");
            ledger.Void(conversion.EntryId, conversion.Id);
            holding.Promote(conversion.EntryId, conversion.Id);
            return null;
        }

        if (!merged.IsIdentified)
        {
            holding.Withdraw(conversion.Id, conversion.EntryId, merged);
            return null;
        }

        if (!ledger.Send(conversion.EntryId, conversion.Id, SHA256.HashData(Encoding.UTF8.GetBytes(body))))
        {
            End(session, conversion.Id, ConversionState.Suppressed, SqlEntryHolder.Of(session, conversion.EntryId).Counted);
            return null;
        }

        evidence.Used(conversion.EntryId, merged);
        var readiness = Readiness.Of(merged.Event);
        session.Execute(
            SqlStatements.Freeze,
            ("@until", SqlValues.Ms(until)),
            ("@body", body),
            ("@now", SqlValues.Ms(now)),
            ("@evidence", IdentityJson.Write(merged.Sources)),
            ("@readiness", readiness.Score),
            ("@missing", readiness.MissingJson),
            ("@content_hash", CometlyEventJson.ContentHash(merged.Event)),
            ("@email_hash", HashedKey.OfEmail(_instanceKey, merged.Event.Person.Email)),
            ("@order_name_hash", HashedKey.OfOrderName(_instanceKey, merged.Event.Order.OrderName)),
            ("@id", conversion.Id));
        return body;
    }

    private static void End(SqlSession session, long id, ConversionState state, string reason)
        => session.Execute(SqlStatements.EndConversion, ("@state", Words.Of(state)), ("@reason", reason), ("@id", id));

    private bool Record(SqlSession session, AttemptRecord attempt)
    {
        var leased = session.One(
            SqlStatements.FindLeasedConversion,
            row => new LeasedConversion(row.GetInt64(0), row.GetBoolean(1)),
            ("@id", attempt.ConversionId),
            ("@lease", attempt.Lease));
        if (leased is null)
        {
            return false;
        }

        // The worker reckons by its own clock, which somebody may have set meanwhile: how long to wait is all that counts.
        var now = Now(session);
        var dueAt = now + (attempt.DueAt - attempt.EndedAt);
        session.Execute(
            SqlStatements.AddAttempt,
            ("@conversion_id", attempt.ConversionId),
            ("@started_at", SqlValues.Ms(attempt.StartedAt)),
            ("@ended_at", SqlValues.Ms(attempt.EndedAt)),
            ("@outcome", Words.Of(attempt.Outcome)),
            ("@status", attempt.Status),
            ("@request_id", attempt.RequestId),
            ("@answer", attempt.Answer),
            ("@error", attempt.Error),
            ("@uses_attempt", attempt.UsesAttempt),
            ("@may_have_landed", attempt.MayHaveLanded));
        session.Execute(
            SqlStatements.EndAttempt,
            ("@state", Words.Of(attempt.NextState)),
            ("@reason", attempt.Reason),
            ("@mark", WeakKey),
            ("@due_at", SqlValues.Ms(dueAt)),
            ("@uses_attempt", attempt.UsesAttempt),
            ("@may_have_landed", attempt.MayHaveLanded),
            ("@id", attempt.ConversionId));

        var ledger = new SqlLedger(session, now);
        switch (attempt.NextState)
        {
            case ConversionState.Delivered:
                ledger.Count(leased.EntryId, attempt.ConversionId);
                break;
            case ConversionState.Rejected when !attempt.MayHaveLanded && !leased.MayHaveLanded:
                ledger.Void(leased.EntryId, attempt.ConversionId);
                new SqlHolding(session, Identities(session), now).Promote(leased.EntryId, attempt.ConversionId);
                break;
            default:
                // Due again, or ended without anybody knowing whether it landed: the entry stays sent.
                break;
        }

        return true;
    }

    private OutboxOutlook Look(SqlSession session, string destination)
    {
        var clock = Now(session);
        var now = SqlValues.Ms(clock);
        var claimed = session.All(SqlStatements.CountClaimed, CountOfLane, ("@destination", destination), ("@now", now)).ToDictionary();
        var due = new Dictionary<Lane, int>();
        foreach (var lane in Enum.GetValues<Lane>())
        {
            // In steps: another limit makes SQLite plan the statement anew.
            var most = ((claimed.GetValueOrDefault(lane) / OutboxOutlook.MostDue) + 2) * OutboxOutlook.MostDue;
            var all = session.All(SqlStatements.DueOfLane, _ => true, ("@destination", destination), ("@lane", Words.Of(lane)), ("@now", now), ("@most", most));
            due[lane] = Math.Min(all.Count - claimed.GetValueOrDefault(lane), OutboxOutlook.MostDue);
        }

        var next = Enum.GetValues<Lane>()
            .Select(lane => session.One(
                SqlStatements.NextDue, row => row.TimeOrNull(0), ("@destination", destination), ("@lane", Words.Of(lane)), ("@now", now)))
            .Append(session.One(SqlStatements.NextLeaseEnd, row => row.TimeOrNull(0), ("@now", now), ("@destination", destination)))
            .Min();
        return new OutboxOutlook(due.Where(d => d.Value > 0).ToDictionary(), next + (_time.GetUtcNow() - clock));
    }

    private static KeyValuePair<Lane, int> CountOfLane(SqlRow row) => new(row.Word<Lane>(0), row.GetInt32(1));

    private static DueConversion Due(SqlRow row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.TextOrNull(2) ?? "",
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.TextOrNull(6),
        row.GetInt32(7),
        row.GetInt64(8),
        row.GetInt64(9),
        row.GetInt32(10),
        row.GetInt32(11));

    private sealed record DueConversion(
        long Id,
        long WebhookId,
        string Endpoint,
        string EventName,
        string IdempotencyKey,
        string Event,
        string? Body,
        int AttemptsUsed,
        long Lease,
        long EntryId,
        int Attempts,
        int DestinationAttempts);

    private sealed record LeasedConversion(long EntryId, bool MayHaveLanded);
}
