using CometHooks.Store;

namespace CometHooks.Count;

/// <summary>
/// Which webhooks a replay maps anew, and what comes of it: what the ledger knows, and over it what this very replay adds.
/// Pure: the store is asked by the caller.
/// </summary>
/// <param name="again">Whether what has an effect is mapped anew too.</param>
internal sealed class ReplayForecast(bool again)
{
    private readonly HashSet<CountedKey> _added = [];
    private readonly HashSet<CountedKey> _withheld = [];

    public ReplayTally Tally { get; } = new();

    /// <summary>Takes the next webhook in. False: it is left alone.</summary>
    /// <param name="candidate">The webhook and what it counts for.</param>
    /// <param name="mapped">What its mapping would end with.</param>
    /// <param name="ledger">What each of its conversions would meet.</param>
    public bool Take(ReplayCandidate candidate, MappingOutcome mapped, IReadOnlyList<LedgerOutlook> ledger)
    {
        Tally.Webhooks++;
        var own = new HashSet<CountedKey>();
        var drafts = mapped.Conversions.Zip(ledger, (draft, outlook) => Judge(candidate, draft, outlook, own)).ToList();
        var seconds = drafts.FindAll(d => d is { Fate: Fate.New, Was.Count: > 0 });
        if (!again && (candidate.Effects.Count > 0 || seconds.Count > 0))
        {
            Tally.Skipped++;
            Name(candidate, seconds.FindAll(d => !d.Keys.Any(_withheld.Contains)));
            _withheld.UnionWith(own);
            return false;
        }

        Tally.MappedAnew++;
        Name(candidate, seconds);
        _added.UnionWith(own);
        Count(mapped.State, drafts);
        return true;
    }

    /// <summary>Takes in a webhook that the configuration does not map (any more).</summary>
    public void Leave()
    {
        Tally.Webhooks++;
        Tally.Unconfigured++;
    }

    /// <summary>Takes in a webhook whose body is gone.</summary>
    public void PassEmptied()
    {
        Tally.Webhooks++;
        Tally.Emptied++;
    }

    private JudgedDraft Judge(ReplayCandidate candidate, ConversionDraft draft, LedgerOutlook outlook, HashSet<CountedKey> own)
    {
        if (draft.State is not (ConversionState.Pending or ConversionState.Held))
        {
            return new JudgedDraft(draft, draft.State == ConversionState.Excluded ? Fate.Excluded : Fate.Rejected, [], []);
        }

        var keys = draft.Keys.Select(key => new CountedKey(draft.Destination, draft.EventName, draft.Scope, key)).ToList();
        var fate = keys.Exists(key => _added.Contains(key) || own.Contains(key)) ? Fate.Suppressed : FateOf(outlook.Standing);
        if (fate == Fate.New && draft.IdempotencyKey is { } idempotencyKey)
        {
            var taken = new CountedKey(draft.Destination, "", "", idempotencyKey);
            if (_added.Contains(taken) || !own.Add(taken))
            {
                return new JudgedDraft(draft, Fate.Rejected, [], []);
            }
        }

        if (fate != Fate.Rejected)
        {
            // Also of what is suppressed: its keys lead to the same entry from then on.
            own.UnionWith(keys);
        }

        var was = candidate.Effects.Where(e => e.Destination == draft.Destination).Select(e => e.EventName).Concat(outlook.OtherNames);
        return new JudgedDraft(draft, fate, keys, [.. was.Where(name => name != draft.EventName).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static Fate FateOf(LedgerStanding standing) => standing switch
    {
        LedgerStanding.Free => Fate.New,
        LedgerStanding.Counted => Fate.Suppressed,
        LedgerStanding.Dead => Fate.GoesOn,
        _ => Fate.Rejected,
    };

    private void Name(ReplayCandidate candidate, List<JudgedDraft> seconds)
    {
        foreach (var (draft, _, _, was) in seconds)
        {
            Tally.UnderAnotherName++;
            var names = $"{string.Join(", ", was)} → {draft.EventName}";
            Tally.Names[names] = Tally.Names.GetValueOrDefault(names) + 1;
            if (Tally.Examples.Count < ReplayTally.MostExamples)
            {
                Tally.Examples.Add(new SecondEffect(candidate.Webhook.EventId, draft.Destination, was, draft.EventName));
            }
        }
    }

    private void Count(WebhookState state, List<JudgedDraft> drafts)
    {
        Tally.Ignored += state == WebhookState.Ignored ? 1 : 0;
        Tally.Remembering += state == WebhookState.Mapped && drafts.Count == 0 ? 1 : 0;
        Tally.Failed += state == WebhookState.Failed ? 1 : 0;
        Tally.NewEffects += drafts.Count(d => d.Fate == Fate.New);
        Tally.Unidentified += drafts.Count(d => d is { Fate: Fate.New, Draft.Lacking: not null });
        Tally.GoOn += drafts.Count(d => d.Fate == Fate.GoesOn);
        Tally.Suppressed += drafts.Count(d => d.Fate == Fate.Suppressed);
        Tally.Excluded += drafts.Count(d => d.Fate == Fate.Excluded);
        Tally.Rejected += drafts.Count(d => d.Fate == Fate.Rejected);
    }

    private enum Fate
    {
        New,
        GoesOn,
        Suppressed,
        Excluded,
        Rejected,
    }

    private readonly record struct CountedKey(string Destination, string EventName, string Scope, string Key);

    private sealed record JudgedDraft(ConversionDraft Draft, Fate Fate, IReadOnlyList<CountedKey> Keys, IReadOnlyList<string> Was);
}
