using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Decides whether the holder of a ledger entry goes, waits or cannot go, by what is known of its visitor.</summary>
internal sealed class SqlHolding(SqlSession session, SqlIdentities identities, DateTimeOffset now)
{
    private const string Unknown = "identification: nothing tells who the visitor was";

    // Only whether it can go is asked, so nobody reads where its own fields came from.
    private static readonly EvidenceSource Own = new(EvidenceSource.OwnEvent, 0, "", "");

    private readonly SqlEvidence _evidence = new(session, identities);
    private readonly List<long> _rejected = [];

    /// <summary>The conversions that were found to name nobody.</summary>
    public IReadOnlyList<long> Rejected => _rejected;

    /// <summary>A new holder: it goes, waits, or lacks what Cometly needs.</summary>
    public void Begin(long conversionId, SqlDraft prepared, LedgerVerdict verdict)
    {
        var draft = prepared.Draft;
        if (draft is { Lacking: null, WaitForIdentity.Ticks: 0 })
        {
            return;
        }

        var entryId = verdict.EntryId!.Value;
        var merged = verdict.HasSiblings
            ? _evidence.Gather(conversionId, entryId, isFinal: false)
            : EvidenceMerge.Merge([new Contribution(draft.Event, Own)], time => identities.Recall(prepared.Recall, time), isFinal: false);
        if (merged is { IsIdentified: true } && (merged.IsComplete || draft.WaitForIdentity == TimeSpan.Zero))
        {
            return;
        }

        Seek(conversionId, prepared.Recall);
        if (draft.WaitForIdentity > TimeSpan.Zero)
        {
            Set(conversionId, ConversionState.Held, now + draft.WaitForIdentity, merged);
        }
        else
        {
            Reject(conversionId, entryId, draft.Lacking!, merged);
        }
    }

    /// <summary>From now on an identity under one of these keys may help the conversion: its own keys, or a sibling's.</summary>
    public void Seek(long conversionId, IReadOnlyList<HashedKey> keys)
    {
        foreach (var key in keys)
        {
            session.Execute(SqlStatements.AddSeeker, ("@key_hash", key.Hash), ("@conversion_id", conversionId));
        }
    }

    /// <summary>Something new is known: a held one may go now, one that lacked identification may go after all. What helps a sibling helps the holder.</summary>
    public void Reconsider(long conversionId)
    {
        var waiting = Waiting(conversionId);
        if (waiting is { State: ConversionState.Suppressed or ConversionState.Replaced, Holder: { } holder } && holder != conversionId)
        {
            conversionId = holder;
            waiting = Waiting(holder);
        }

        switch (waiting)
        {
            case { State: ConversionState.Held, EntryId: { } entryId } when _evidence.Gather(conversionId, entryId, isFinal: false) is { IsComplete: true } merged:
                Set(conversionId, ConversionState.Pending, now, merged);
                break;
            case { State: ConversionState.Rejected, Lacking: not null, EntryState: LedgerEntryState.Void, EntryId: { } entryId }
                when waiting.Holder == conversionId && _evidence.Gather(conversionId, entryId, isFinal: false) is { IsIdentified: true } merged:
                Revive(conversionId, waiting, entryId, merged);
                break;
            default:
                // Under way, suppressed, or no better than before.
                break;
        }
    }

    /// <summary>Its time is up. Gives its destination; null where it does not wait any more.</summary>
    public string? Release(long conversionId)
    {
        if (Waiting(conversionId) is not { State: ConversionState.Held } waiting)
        {
            return null;
        }

        var entryId = waiting.EntryId!.Value;
        var merged = _evidence.Gather(conversionId, entryId);
        if (merged.IsIdentified)
        {
            Set(conversionId, ConversionState.Pending, now, merged);
        }
        else
        {
            Reject(conversionId, entryId, waiting.Lacking ?? Unknown, merged);
        }

        return waiting.Destination;
    }

    /// <summary>The holder was refused for good: a sibling that says something else goes in its place, under its own key.</summary>
    public void Promote(long entryId, long refusedId)
    {
        var refused = session.One(SqlStatements.ContentHash, row => row.IsDBNull(0) ? null : row.Bytes(0), ("@id", refusedId));
        var siblings = session.All(
            SqlStatements.SuppressedSiblings,
            row => new Sibling(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.TextOrNull(6)),
            ("@entry_id", entryId));
        foreach (var sibling in siblings)
        {
            if (_evidence.Gather(sibling.Id, entryId) is { IsIdentified: true } merged && (refused is null || !CometlyEventJson.ContentHash(merged.Event).AsSpan().SequenceEqual(refused)))
            {
                var key = SqlIdempotencyKeys.Free(session, sibling.Destination, sibling.WantedKey, sibling.EventId, sibling.EventName);
                SqlHeirs.Hold(session, entryId, sibling.Id, key, now);
                session.Execute(
                    SqlStatements.Promote, ("@idempotency_key", key), ("@mark", SqlStore.WeakKey), ("@heir_of", refusedId), ("@now", SqlValues.Ms(now)), ("@id", sibling.Id));
                return;
            }
        }

        // None can go now; one that names nobody yet may, once it is known who it was.
        if (siblings.Find(s => s.Lacking is not null) is { } nameless
            && session.Execute(SqlStatements.LeaveEntry, ("@holder", nameless.Id), ("@now", SqlValues.Ms(now)), ("@id", entryId)) == 1)
        {
            Seek(nameless.Id, SqlRecall.Read(nameless.Recall));
            Reject(nameless.Id, entryId, nameless.Lacking!, _evidence.Gather(nameless.Id, entryId));
        }
    }

    /// <summary>By its claim nothing tells any more who the visitor was: it would be refused, so it does not go.</summary>
    public void Withdraw(long conversionId, long entryId, MergedEvidence merged)
        => Reject(conversionId, entryId, Waiting(conversionId)?.Lacking ?? Unknown, merged);

    private void Revive(long conversionId, WaitingConversion waiting, long entryId, MergedEvidence merged)
    {
        var key = waiting.IdempotencyKey ?? SqlIdempotencyKeys.Free(session, waiting.Destination, waiting.EventId, waiting.EventId, waiting.EventName);
        if (session.Execute(SqlStatements.ReopenEntry, ("@idempotency_key", key), ("@now", SqlValues.Ms(now)), ("@id", entryId), ("@holder", conversionId)) == 1)
        {
            session.Execute(SqlStatements.NoLongerLacks, ("@mark", SqlStore.WeakKey), ("@idempotency_key", key), ("@id", conversionId));
            Set(conversionId, ConversionState.Pending, now, merged);
        }
    }

    private void Reject(long conversionId, long entryId, string lacking, MergedEvidence merged)
    {
        _rejected.Add(conversionId);
        session.Execute(SqlStatements.Lack, ("@lacking", lacking), ("@id", conversionId));
        Set(conversionId, ConversionState.Rejected, null, merged);
        session.Execute(SqlStatements.VoidEntry, ("@now", SqlValues.Ms(now)), ("@id", entryId), ("@holder", conversionId));
    }

    private void Set(long conversionId, ConversionState state, DateTimeOffset? dueAt, MergedEvidence merged)
    {
        var readiness = Readiness.Of(merged.Event);
        session.Execute(
            SqlStatements.WaitConversion,
            ("@state", Words.Of(state)),
            ("@due_at", SqlValues.Ms(dueAt)),
            ("@readiness", readiness.Score),
            ("@missing", readiness.MissingJson),
            ("@id", conversionId));
    }

    private WaitingConversion? Waiting(long conversionId)
        => session.One(
            SqlStatements.FindWaiting,
            row => new WaitingConversion(
                row.Word<ConversionState>(0),
                row.LongOrNull(1),
                row.TextOrNull(2),
                row.GetString(3),
                row.IsDBNull(4) ? null : row.Word<LedgerEntryState>(4),
                row.LongOrNull(5),
                row.TextOrNull(6),
                row.TextOrNull(7) ?? "",
                row.GetString(8)),
            ("@id", conversionId));

    private sealed record Sibling(long Id, string WantedKey, string EventId, string EventName, string Destination, string? Lacking, string? Recall);

    private sealed record WaitingConversion(
        ConversionState State,
        long? EntryId,
        string? Lacking,
        string Destination,
        LedgerEntryState? EntryState,
        long? Holder,
        string? IdempotencyKey,
        string EventId,
        string EventName);
}
