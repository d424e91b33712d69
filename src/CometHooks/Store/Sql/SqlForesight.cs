using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>What the ledger would say of conversions that are not made: the same lookups as <see cref="SqlLedger"/>, and nothing written.</summary>
internal sealed class SqlForesight(SqlSession session, byte[] instanceKey, DateTimeOffset before)
{
    private readonly Dictionary<string, List<string>> _names = new(StringComparer.Ordinal);

    public LedgerOutlook Of(long webhookId, ConversionDraft draft, IReadOnlySet<string> rules)
        => new(Standing(webhookId, draft, rules), OtherNames(draft));

    private LedgerStanding Standing(long webhookId, ConversionDraft draft, IReadOnlySet<string> rules)
    {
        var live = Entries(draft, draft.EventName).ToList();
        if (live.Count > 0)
        {
            return live.TrueForAll(e => e is { State: LedgerEntryState.Sent, Holder: ConversionState.Dead }) ? LedgerStanding.Dead : LedgerStanding.Counted;
        }

        if (draft.IdempotencyKey is { } key)
        {
            return IsTaken(draft.Destination, key) ? LedgerStanding.KeyTaken : LedgerStanding.Free;
        }

        return WentOut(webhookId, draft, rules) ? LedgerStanding.Counted : LedgerStanding.Free;
    }

    // The webhook's own key for this event name, whatever its conversion keys say now.
    private bool WentOut(long webhookId, ConversionDraft draft, IReadOnlySet<string> rules)
        => session.All(
                SqlStatements.EarlierKeys,
                row => (Rule: row.GetString(1), State: row.Word<LedgerEntryState>(4)),
                ("@webhook_id", webhookId),
                ("@destination", draft.Destination),
                ("@event_name", draft.EventName))
            .Exists(e => e.State != LedgerEntryState.Void && (e.Rule == draft.Rule || !rules.Contains(e.Rule)));

    private bool IsTaken(string destination, string key)
        => session.One(
            SqlStatements.FindKeyOwner, row => row.Word<LedgerEntryState>(1) != LedgerEntryState.Void, ("@destination", destination), ("@idempotency_key", key));

    private List<string> OtherNames(ConversionDraft draft)
    {
        if (!_names.TryGetValue(draft.Destination, out var names))
        {
            names = session.All(SqlStatements.ListCountedNames, row => row.GetString(0), ("@destination", draft.Destination));
            _names.Add(draft.Destination, names);
        }

        return names.FindAll(name => name != draft.EventName && Entries(draft, name).Any(e => e.Since < before));
    }

    private IEnumerable<Entry> Entries(ConversionDraft draft, string eventName)
        => LedgerKeys.Hash(instanceKey, draft.Destination, eventName, draft.Scope, draft.Keys)
            .Select(hash => session.One(
                SqlStatements.FindStanding,
                row => new Entry(row.Word<LedgerEntryState>(0), row.IsDBNull(1) ? null : row.Word<ConversionState>(1), row.Time(2)),
                ("@destination", draft.Destination),
                ("@event_name", eventName),
                ("@key_hash", hash)))
            .OfType<Entry>()
            .Where(e => e.State != LedgerEntryState.Void);

    private sealed record Entry(LedgerEntryState State, ConversionState? Holder, DateTimeOffset Since);
}
