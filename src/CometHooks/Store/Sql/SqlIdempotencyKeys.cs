using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Chooses the idempotency keys of one webhook's conversions: once per webhook and event name, the same in every later mapping.</summary>
/// <param name="session">Within the transaction that saves the mapping.</param>
/// <param name="webhookId">The webhook.</param>
/// <param name="isAgain">It was mapped before, so it may have keys already.</param>
/// <param name="rules">The rules that made conversions in this mapping.</param>
internal sealed class SqlIdempotencyKeys(SqlSession session, long webhookId, bool isAgain, IReadOnlySet<string> rules)
{
    private readonly HashSet<long> _paired = [];

    /// <param name="draft">The conversion.</param>
    /// <param name="conversionId">Its row.</param>
    /// <param name="entryId">The void entry that it takes over; null for a new one.</param>
    public KeyChoice Choose(ConversionDraft draft, long conversionId, long? entryId)
        => draft.IdempotencyKey is { } key ? ChooseOwn(draft.Destination, key, entryId) : ChooseDefault(draft, conversionId, entryId);

    /// <summary>The wanted key, else one of the event, that no other conversion of the destination has.</summary>
    public static string Free(SqlSession session, string destination, string wanted, string eventId, string eventName)
        => LedgerIdempotencyKeys.Candidates(eventId, eventName).Prepend(wanted).First(key => Owner(session, destination, key) is null);

    private KeyChoice ChooseOwn(string destination, string key, long? entryId)
    {
        if (Owner(destination, key) is not { } owner || owner.Id == entryId)
        {
            return new KeyChoice.Use(key);
        }

        if (owner.State == LedgerEntryState.Void)
        {
            // Refused for good, so nothing happened under this key.
            session.Execute(SqlStatements.FreeKey, ("@id", owner.Id));
            return new KeyChoice.Use(key);
        }

        return new KeyChoice.Clash(SqlEntryHolder.Of(session, owner.Id).UsesKey);
    }

    private KeyChoice ChooseDefault(ConversionDraft draft, long conversionId, long? entryId)
    {
        if (Earlier(draft, conversionId) is { } earlier)
        {
            _paired.Add(earlier.Conversion);
            if (earlier.Entry.Id != entryId && earlier.Entry.State != LedgerEntryState.Void)
            {
                return new KeyChoice.SameAs(earlier.Entry);
            }

            if (earlier.Entry.Id != entryId)
            {
                // The same webhook's: what an earlier mapping made of it must not come back to life beside this one.
                session.Execute(SqlStatements.FreeKey, ("@id", earlier.Entry.Id));
                SqlHeirs.Replace(session, earlier.Conversion, $"replaced by conversion {conversionId}");
            }

            return new KeyChoice.Use(earlier.Key);
        }

        var free = LedgerIdempotencyKeys.Candidates(draft.EventId, draft.EventName)
            .First(key => Owner(draft.Destination, key) is not { } owner || owner.Id == entryId);
        return new KeyChoice.Use(free);
    }

    // What the same rule made in an earlier mapping; else what a rule made that is gone now: it may have been renamed.
    private EarlierKey? Earlier(ConversionDraft draft, long conversionId)
    {
        if (!isAgain)
        {
            return null;
        }

        var earlier = session.All(
            SqlStatements.EarlierKeys,
            Read,
            ("@webhook_id", webhookId),
            ("@destination", draft.Destination),
            ("@event_name", draft.EventName));
        var free = earlier.Where(e => e.Conversion < conversionId && !_paired.Contains(e.Conversion)).ToList();
        return free.Find(e => e.Rule == draft.Rule) ?? free.Find(e => !rules.Contains(e.Rule));
    }

    private LedgerEntryView? Owner(string destination, string key) => Owner(session, destination, key);

    private static LedgerEntryView? Owner(SqlSession session, string destination, string key)
        => session.One(
            SqlStatements.FindKeyOwner,
            row => new LedgerEntryView(row.GetInt64(0), row.Word<LedgerEntryState>(1)),
            ("@destination", destination),
            ("@idempotency_key", key));

    private static EarlierKey Read(SqlRow row)
        => new(row.GetInt64(0), row.GetString(1), row.GetString(2), new LedgerEntryView(row.GetInt64(3), row.Word<LedgerEntryState>(4)) { Holder = row.LongOrNull(5) });

    private sealed record EarlierKey(long Conversion, string Rule, string Key, LedgerEntryView Entry);
}
