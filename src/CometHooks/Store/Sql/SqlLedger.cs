using System.Globalization;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Carries out what <see cref="LedgerDecision"/> decides, within the writer's transaction.</summary>
internal sealed class SqlLedger(SqlSession session, DateTimeOffset now)
{
    private readonly object _now = SqlValues.Ms(now);

    /// <summary>Decides whether a conversion may go, and writes it down.</summary>
    public LedgerVerdict Enter(long conversionId, SqlDraft prepared, SqlIdempotencyKeys keys)
    {
        var draft = prepared.Draft;
        var hashes = prepared.LedgerKeys;
        var known = hashes.Select(hash => Find(draft, hash)).OfType<LedgerEntryView>().Distinct().ToList();
        var decision = LedgerDecision.Decide(known);
        if (decision is LedgerDecision.Merge merge)
        {
            Merge(merge);
            decision = merge.Then;
        }

        var verdict = decision switch
        {
            LedgerDecision.New => Open(conversionId, draft, keys, entry: null),
            LedgerDecision.TakeOver(var entry) => Open(conversionId, draft, keys, entry),
            LedgerDecision.GoOn(var entry) => GoOn(conversionId, entry),
            LedgerDecision.Suppress(var entry) => Suppress(draft, entry),
            LedgerDecision.DoubleCounted(var entry, var others) => SuppressTwice(draft, entry, others),
            _ => throw new InvalidOperationException($"The ledger cannot carry out {decision.GetType().Name}."),
        };
        if (verdict.EntryId is { } entryId)
        {
            Touch(draft, hashes, entryId, isNew: decision is LedgerDecision.New);
        }

        return verdict;
    }

    /// <summary>The first claim: from now on the entry may count, so it is never merged or taken over. False: another conversion holds it.</summary>
    public bool Send(long entryId, long conversionId, byte[] bodyHash)
        => session.Execute(SqlStatements.SendEntry, ("@body_hash", bodyHash), ("@now", _now), ("@id", entryId), ("@holder", conversionId)) == 1;

    /// <summary>Cometly accepted it.</summary>
    public void Count(long entryId, long conversionId)
        => session.Execute(SqlStatements.EndEntry, ("@now", _now), ("@id", entryId), ("@holder", conversionId));

    /// <summary>Every attempt was definitely refused. From here on a suppressed sibling may go in its place.</summary>
    public void Void(long entryId, long conversionId)
        => session.Execute(SqlStatements.VoidEntry, ("@now", _now), ("@id", entryId), ("@holder", conversionId));

    private LedgerEntryView? Find(ConversionDraft draft, byte[] hash)
        => session.One(
            SqlStatements.FindEntry,
            row => new LedgerEntryView(row.GetInt64(0), row.Word<LedgerEntryState>(1))
            {
                Holder = row.LongOrNull(2),
                IsDead = !row.IsDBNull(3) && row.GetBoolean(3),
            },
            ("@destination", draft.Destination),
            ("@event_name", draft.EventName),
            ("@key_hash", hash));

    private LedgerVerdict Open(long conversionId, ConversionDraft draft, SqlIdempotencyKeys keys, LedgerEntryView? entry)
    {
        switch (keys.Choose(draft, conversionId, entry?.Id))
        {
            case KeyChoice.Use(var key) when entry is null:
                var added = session.Insert(
                    SqlStatements.AddEntry,
                    ("@destination", draft.Destination),
                    ("@event_name", draft.EventName),
                    ("@holder", conversionId),
                    ("@idempotency_key", key),
                    ("@now", _now));
                return new LedgerVerdict(ConversionState.Pending, null, added, key);
            case KeyChoice.Use(var key):
                var refused = SqlHeirs.Hold(session, entry.Id, conversionId, key, now);
                return new LedgerVerdict(ConversionState.Pending, null, entry.Id, key) { HeirOf = refused, HasSiblings = true };
            case KeyChoice.SameAs(var same):
                return Suppress(draft, same);
            case KeyChoice.Clash(var reason):
                return new LedgerVerdict(ConversionState.Rejected, reason, null, WouldCarry(draft));
            default:
                throw new InvalidOperationException("An idempotency key was neither chosen nor refused.");
        }
    }

    private LedgerVerdict GoOn(long conversionId, LedgerEntryView entry)
    {
        var key = SqlHeirs.Inherit(session, entry, conversionId, now);
        return new LedgerVerdict(ConversionState.Pending, null, entry.Id, key) { HeirOf = entry.Holder, IsFrozen = true };
    }

    private LedgerVerdict Suppress(ConversionDraft draft, LedgerEntryView entry)
        => new(ConversionState.Suppressed, SqlEntryHolder.Of(session, entry.Id).Counted, entry.Id, WouldCarry(draft))
        {
            Improves = entry.State == LedgerEntryState.Open ? entry.Holder : null,
        };

    private LedgerVerdict SuppressTwice(ConversionDraft draft, LedgerEntryView entry, IReadOnlyList<LedgerEntryView> others)
    {
        var also = others.Where(o => o.MayHaveCounted).Select(o => SqlEntryHolder.Of(session, o.Id).Conversion);
        var text = $"{draft.EventName} at {draft.Destination}: {SqlEntryHolder.Of(session, entry.Id).Counted}, and by conversion {string.Join(" and ", also)}";
        session.Execute(
            SqlStatements.AddAudit,
            ("@at", _now),
            ("@kind", "double_counted"),
            ("@subject", entry.Id.ToString(CultureInfo.InvariantCulture)),
            ("@text", text),
            ("@actor", "hub"));
        return Suppress(draft, entry) with { Alarm = text };
    }

    private void Merge(LedgerDecision.Merge merge)
    {
        var survivor = merge.Survivor.Id;
        var reason = SqlEntryHolder.Of(session, survivor).Counted;
        foreach (var other in merge.Others)
        {
            session.Execute(SqlStatements.PointKeys, ("@survivor", survivor), ("@other", other.Id));
            session.Execute(SqlStatements.SuppressHolders, ("@reason", reason), ("@other", other.Id));
            session.Execute(SqlStatements.PointConversions, ("@survivor", survivor), ("@other", other.Id));
            session.Execute(SqlStatements.DropEntry, ("@id", other.Id));
        }
    }

    private void Touch(ConversionDraft draft, IReadOnlyList<byte[]> hashes, long entryId, bool isNew)
    {
        if (!isNew)
        {
            session.Execute(SqlStatements.TouchEntry, ("@now", _now), ("@id", entryId));
        }

        foreach (var hash in hashes)
        {
            session.Execute(
                SqlStatements.TouchKey,
                ("@destination", draft.Destination),
                ("@event_name", draft.EventName),
                ("@key_hash", hash),
                ("@entry_id", entryId),
                ("@now", _now));
        }
    }

    private static string WouldCarry(ConversionDraft draft) => draft.IdempotencyKey ?? draft.EventId;
}
