using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>
/// Puts together what the events of one conversion say, and fills what none of them says from remembered identities. Pure:
/// the same events give the same result in whatever order they arrived.
/// </summary>
internal static class EvidenceMerge
{
    /// <param name="contributions">The events of the conversion, the one that counts most first. At least one.</param>
    /// <param name="isFinal">False: only whether it can go is asked, so that a conversion that tells both browser and address asks for nothing more.</param>
    /// <param name="recall">Gives the identities that reach a conversion of this time, the nearest first; asked only if something is missing.</param>
    public static MergedEvidence Merge(
        IReadOnlyList<Contribution> contributions, Func<DateTimeOffset, IReadOnlyList<RecalledIdentity>> recall, bool isFinal = true)
    {
        var first = contributions[0];
        var money = contributions.FirstOrDefault(c => c.Event.Order.Amount is not null) ?? first;
        var merged = new CometlyEvent
        {
            EventName = first.Event.EventName,
            EventTime = money.Event.EventTime,
            Order = new Order { Amount = money.Event.Order.Amount, Currency = money.Event.Order.Currency },
            DoNotCapi = contributions.Any(c => c.Event.DoNotCapi == true) ? true : first.Event.DoNotCapi,
            Extra = Extra(contributions),
        };
        var sources = new Dictionary<string, EvidenceSource>(StringComparer.Ordinal);
        if (merged.Order.Amount is not null)
        {
            sources["amount"] = money.Source;
        }

        var nearest = new Dictionary<EvidenceUnit, IdentityRank>();
        foreach (var unit in EvidenceUnit.All)
        {
            if (contributions.FirstOrDefault(c => unit.IsIn(c.Event)) is { } contribution)
            {
                merged = Take(unit, merged, contribution.Event, contribution.Source, sources);
                nearest[unit] = IdentityRank.Own;
            }
        }

        var used = new List<long>();
        if ((isFinal || !IsComplete(nearest)) && EvidenceUnit.All.Any(unit => unit.IsIdentity && !nearest.ContainsKey(unit)))
        {
            merged = Fill(merged, recall(merged.EventTime ?? DateTimeOffset.MaxValue), sources, nearest, used);
        }

        return new MergedEvidence(merged, sources, IsComplete(nearest)) { Recalled = used };
    }

    private static CometlyEvent Fill(
        CometlyEvent merged, IReadOnlyList<RecalledIdentity> recalled, Dictionary<string, EvidenceSource> sources, Dictionary<EvidenceUnit, IdentityRank> nearest, List<long> used)
    {
        foreach (var identity in recalled)
        {
            // A customer may be shared: another address means another person, with another name.
            var isSomebodyElse = identity.Rank > IdentityRank.SamePayment
                && merged.Person.Email is { } email && identity.Identity.Person.Email is { } other && !string.Equals(email, other, StringComparison.OrdinalIgnoreCase);
            var known = new CometlyEvent { EventName = merged.EventName, Visitor = identity.Identity.Visitor, Person = isSomebodyElse ? new Person() : identity.Identity.Person };
            foreach (var unit in EvidenceUnit.All.Where(unit => unit.IsIdentity && !nearest.ContainsKey(unit) && unit.IsIn(known)))
            {
                merged = Take(unit, merged, known, identity.Source, sources);
                nearest[unit] = identity.Rank;
                used.Add(identity.Id);
            }
        }

        return merged;
    }

    private static CometlyEvent Take(EvidenceUnit unit, CometlyEvent to, CometlyEvent from, EvidenceSource source, Dictionary<string, EvidenceSource> sources)
    {
        var taken = unit.Take(to, from);
        if (taken != to)
        {
            foreach (var field in unit.Fields)
            {
                sources[field] = source;
            }
        }

        return taken;
    }

    // What a stranger with the same address did does not end the waiting for what the payment itself may still tell.
    private static bool IsComplete(Dictionary<EvidenceUnit, IdentityRank> nearest)
    {
        return (IsNear(EvidenceUnit.Token) || IsNear(EvidenceUnit.Browser)) && IsNear(EvidenceUnit.Email);

        bool IsNear(EvidenceUnit unit) => nearest.TryGetValue(unit, out var rank) && rank <= IdentityRank.SamePayment;
    }

    private static IReadOnlyDictionary<string, object> Extra(IReadOnlyList<Contribution> contributions)
    {
        if (contributions.All(c => c.Event.Extra.Count == 0))
        {
            return contributions[0].Event.Extra;
        }

        var extra = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in contributions.SelectMany(c => c.Event.Extra))
        {
            extra.TryAdd(name, value);
        }

        return extra;
    }
}
