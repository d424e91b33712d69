using CometHooks.Count;

namespace CometHooks.Store;

/// <summary>Decides whether the holder of a ledger entry goes, waits or cannot go, by what is known of its visitor.</summary>
internal sealed class SqliteHolding(SqliteSession session, byte[] instanceKey, DateTimeOffset now)
{
    private readonly SqliteIdentities _identities = new(session, instanceKey, now);
    private readonly List<long> _rejected = [];

    /// <summary>The conversions that were found to name nobody.</summary>
    public IReadOnlyList<long> Rejected => _rejected;

    /// <summary>Keeps an identity. Gives the conversions that it may help.</summary>
    public IReadOnlyCollection<long> Remember(long webhookId, IdentityDraft identity) => _identities.Remember(webhookId, identity);

    /// <summary>The keys under which a conversion's identity may be known.</summary>
    public IReadOnlyList<HashedKey> Hash(ConversionDraft draft)
        => draft.Recall.Count == 0 ? [] : [.. draft.Recall.Select(key => _identities.Hash(draft.Destination, key))];

    /// <summary>A new holder: it goes, waits, or lacks what Cometly needs.</summary>
    public void Begin(long conversionId, ConversionDraft draft, LedgerVerdict verdict, IReadOnlyList<HashedKey> recall)
    {
        if (draft is { Lacking: null, WaitForIdentity.Ticks: 0 })
        {
            return;
        }

        var entryId = verdict.EntryId!.Value;
        var merged = Gather(conversionId, entryId);
        if (merged is { IsIdentified: true } && (merged.IsComplete || draft.WaitForIdentity == TimeSpan.Zero))
        {
            return;
        }

        Seek(conversionId, recall);
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
            session.Execute(SqliteStatements.AddSeeker, ("@key_hash", key.Hash), ("@conversion_id", conversionId));
        }
    }

    /// <summary>Something new is known: a held one may go now, one that lacked identification may go after all.</summary>
    public void Reconsider(long conversionId)
    {
        var waiting = Waiting(conversionId);
        switch (waiting)
        {
            case { State: ConversionState.Held, EntryId: { } entryId } when Gather(conversionId, entryId) is { IsComplete: true } merged:
                Set(conversionId, ConversionState.Pending, now, merged);
                break;
            case { State: ConversionState.Rejected, Lacking: not null, EntryState: LedgerEntryState.Void, EntryId: { } entryId }
                when waiting.Holder == conversionId && Gather(conversionId, entryId) is { IsIdentified: true } merged:
                Revive(conversionId, waiting, entryId, merged);
                break;
            default:
                // Under way, suppressed, or no better than before.
                break;
        }
    }

    /// <summary>Its time is up. Gives its destination.</summary>
    public string Release(long conversionId)
    {
        var waiting = Waiting(conversionId)!;
        var entryId = waiting.EntryId!.Value;
        var merged = Gather(conversionId, entryId);
        if (merged.IsIdentified)
        {
            Set(conversionId, ConversionState.Pending, now, merged);
        }
        else
        {
            Reject(conversionId, entryId, waiting.Lacking ?? "identification: nothing tells who the visitor was", merged);
        }

        return waiting.Destination;
    }

    /// <summary>Cometly refused the holder for good: a sibling that says something else goes in its place, under its own key.</summary>
    public void Promote(long entryId, long refusedId)
    {
        var refused = CometlyEventJson.Write(Gather(refusedId, entryId).Event);
        var siblings = session.All(
            SqliteStatements.SuppressedSiblings,
            row => (Id: row.GetInt64(0), Wanted: row.GetString(1), EventId: row.GetString(2), EventName: row.GetString(3), Destination: row.GetString(4)),
            ("@entry_id", entryId));
        foreach (var (id, wanted, eventId, eventName, destination) in siblings)
        {
            if (Gather(id, entryId) is { IsIdentified: true } merged && CometlyEventJson.Write(merged.Event) != refused)
            {
                var key = SqliteIdempotencyKeys.Free(session, destination, wanted, eventId, eventName);
                SqliteHeirs.Hold(session, entryId, id, key, now);
                session.Execute(SqliteStatements.Promote, ("@idempotency_key", key), ("@mark", SqliteStore.WeakKey), ("@heir_of", refusedId), ("@now", SqliteValues.Ms(now)), ("@id", id));
                return;
            }
        }
    }

    private void Revive(long conversionId, WaitingConversion waiting, long entryId, MergedEvidence merged)
    {
        var key = waiting.IdempotencyKey ?? SqliteIdempotencyKeys.Free(session, waiting.Destination, waiting.EventId, waiting.EventId, waiting.EventName);
        if (session.Execute(SqliteStatements.ReopenEntry, ("@idempotency_key", key), ("@now", SqliteValues.Ms(now)), ("@id", entryId), ("@holder", conversionId)) == 1)
        {
            session.Execute(SqliteStatements.NoLongerLacks, ("@mark", SqliteStore.WeakKey), ("@id", conversionId));
            Set(conversionId, ConversionState.Pending, now, merged);
        }
    }

    private void Reject(long conversionId, long entryId, string lacking, MergedEvidence merged)
    {
        _rejected.Add(conversionId);
        session.Execute(SqliteStatements.Lack, ("@lacking", lacking), ("@id", conversionId));
        Set(conversionId, ConversionState.Rejected, null, merged);
        session.Execute(SqliteStatements.VoidEntry, ("@now", SqliteValues.Ms(now)), ("@id", entryId), ("@holder", conversionId));
    }

    private void Set(long conversionId, ConversionState state, DateTimeOffset? dueAt, MergedEvidence merged)
    {
        var readiness = Readiness.Of(merged.Event);
        session.Execute(
            SqliteStatements.WaitConversion,
            ("@state", Words.Of(state)),
            ("@due_at", SqliteValues.Ms(dueAt)),
            ("@readiness", readiness.Score),
            ("@missing", readiness.MissingJson),
            ("@id", conversionId));
    }

    private MergedEvidence Gather(long conversionId, long entryId) => new SqliteEvidence(session, _identities).Gather(conversionId, entryId);

    private WaitingConversion? Waiting(long conversionId)
        => session.One(
            SqliteStatements.FindWaiting,
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
