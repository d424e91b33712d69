using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Remembers identities and finds them again, within the transaction of the caller.</summary>
internal sealed class SqlIdentities(SqlSession session, byte[] instanceKey, DateTimeOffset now)
{
    private const int MostOfOneKey = 16;
    private const int MostHops = 3;

    /// <summary>Keeps an identity, in place of what the same rule remembered of the same webhook before. Gives the conversions that seek one that it leads to.</summary>
    /// <param name="webhookId">The webhook that tells it.</param>
    /// <param name="identity">What it tells.</param>
    /// <param name="isAgain">The webhook was mapped before.</param>
    public IReadOnlyCollection<long> Remember(long webhookId, SqlIdentityDraft identity, bool isAgain)
    {
        var draft = identity.Draft;
        var occurredAt = SqlValues.Ms(draft.OccurredAt);
        var id = session.Insert(
            SqlStatements.AddIdentity,
            ("@webhook_id", webhookId),
            ("@rule", draft.Rule),
            ("@destination", draft.Destination),
            ("@type", draft.Type),
            ("@identity", identity.Json),
            ("@occurred_at", occurredAt),
            ("@now", SqlValues.Ms(now)))
            ?? session.Id(
                SqlStatements.ChangeIdentity,
                ("@identity", identity.Json),
                ("@occurred_at", occurredAt),
                ("@now", SqlValues.Ms(now)),
                ("@webhook_id", webhookId),
                ("@rule", draft.Rule),
                ("@destination", draft.Destination));
        if (isAgain)
        {
            session.Execute(SqlStatements.DropIdentityKeys, ("@identity_id", id));
        }

        foreach (var key in identity.Keys.Concat(identity.Persons))
        {
            session.Execute(
                SqlStatements.AddIdentityKey,
                ("@key_hash", key.Hash),
                ("@seen", draft.Identity.TellsBrowser),
                ("@occurred_at", occurredAt),
                ("@identity_id", id),
                ("@kind", key.Kind));
        }

        return Seekers(identity.Keys, id!.Value);
    }

    /// <summary>Forgets what an earlier mapping remembered of the webhook and this one does not.</summary>
    public void Forget(long webhookId, IReadOnlyList<IdentityDraft> kept)
    {
        foreach (var (id, rule, destination) in session.All(SqlStatements.IdentitiesOfWebhook, row => (row.GetInt64(0), row.GetString(1), row.GetString(2)), ("@webhook_id", webhookId)))
        {
            if (!kept.Any(i => i.Rule == rule && i.Destination == destination))
            {
                Drop(id);
            }
        }
    }

    /// <summary>What is remembered of the person with this address, and what shares a payment or customer with it.</summary>
    public IReadOnlyCollection<long> Of(string email)
    {
        var theirs = Ids(HashedKey.OfPerson(instanceKey, email)).ToHashSet();
        var frontier = theirs.ToList();
        for (var hop = 0; hop <= MostHops && frontier.Count > 0; hop++)
        {
            frontier = [.. frontier.SelectMany(KeysOf).Where(k => k.Rank != IdentityRank.SameEmail).SelectMany(Ids).Where(theirs.Add)];
        }

        return theirs;
    }

    /// <summary>Erases one.</summary>
    public void Drop(long id)
    {
        session.Execute(SqlStatements.DropIdentityKeys, ("@identity_id", id));
        session.Execute(SqlStatements.DropIdentity, ("@id", id));
    }

    /// <summary>The identities that these keys lead to, the nearest first.</summary>
    public IReadOnlyList<RecalledIdentity> Recall(IReadOnlyList<HashedKey> keys, DateTimeOffset time)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var found = new Dictionary<long, RecalledIdentity>();
        var near = keys.Where(k => k.Rank == IdentityRank.SamePayment).ToList();
        var customers = keys.Where(k => k.Rank == IdentityRank.SameCustomer).ToList();
        customers.AddRange(Walk(near, row => Found(row, IdentityRank.SamePayment)));
        foreach (var key in customers.Concat(keys.Where(k => k.Rank == IdentityRank.SameEmail)).DistinctBy(k => Convert.ToHexString(k.Hash)))
        {
            foreach (var row in Under(key, RecalledIdentity.Until(time)))
            {
                Found(row, key.Rank);
            }
        }

        void Found(IdentityRow row, IdentityRank rank)
        {
            if (!found.ContainsKey(row.Id))
            {
                found[row.Id] = row.As(rank);
            }
        }

        return RecalledIdentity.InOrder(found.Values.Where(r => !r.Identity.IsEmpty), time);
    }

    /// <summary>It was of use: its 400 days begin anew.</summary>
    public void Touch(long id)
        => session.Execute(SqlStatements.TouchIdentity, ("@now", SqlValues.Ms(now)), ("@id", id), ("@yesterday", SqlValues.Ms(now.AddDays(-1))));

    private List<long> Ids(HashedKey key) => session.All(SqlStatements.IdentitiesUnderKey, row => row.GetInt64(0), ("@key_hash", key.Hash));

    // Who waits under a key that this one leads to, also over links. What the identities say does not matter here.
    private HashSet<long> Seekers(IReadOnlyList<HashedKey> keys, long own)
    {
        var met = new HashSet<long> { own };
        var all = keys.ToDictionary(k => Convert.ToHexString(k.Hash));
        var frontier = keys.Where(k => k.Rank != IdentityRank.SameEmail).ToList();
        for (var hop = 0; hop < MostHops && frontier.Count > 0; hop++)
        {
            var linked = frontier.SelectMany(Near).Where(met.Add).SelectMany(KeysOf).Where(k => k.Rank == IdentityRank.SamePayment);
            frontier = [.. linked.Where(k => all.TryAdd(Convert.ToHexString(k.Hash), k))];
        }

        return [.. all.Values.SelectMany(k => session.All(SqlStatements.FindSeekers, row => row.GetInt64(0), ("@key_hash", k.Hash)))];
    }

    private List<long> Near(HashedKey key)
        => session.All(SqlStatements.NearestUnderKey, row => row.GetInt64(0), ("@key_hash", key.Hash), ("@most", MostOfOneKey));

    // From key to key over what was remembered under both. Gives the customers that were met on the way.
    private List<HashedKey> Walk(IReadOnlyList<HashedKey> start, Action<IdentityRow> found)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new HashSet<long>();
        var customers = new List<HashedKey>();
        var frontier = start;
        for (var hop = 0; hop < MostHops && frontier.Count > 0; hop++)
        {
            var next = new List<HashedKey>();
            foreach (var row in frontier.Where(k => seen.Add(Convert.ToHexString(k.Hash))).SelectMany(k => Under(k, DateTimeOffset.MaxValue)).Where(row => rows.Add(row.Id)))
            {
                found(row);
                foreach (var key in KeysOf(row.Id).Where(k => k.Rank != IdentityRank.SameEmail))
                {
                    (key.Rank == IdentityRank.SamePayment ? next : customers).Add(key);
                }
            }

            frontier = next;
        }

        return customers;
    }

    // Those that tell the browser, and those that do not: a year of renewals must not hide the one checkout that did.
    private List<IdentityRow> Under(HashedKey key, DateTimeOffset until)
        => session.All(
            SqlStatements.FindIdentities,
            row => Read(row, key.Kind),
            ("@key_hash", key.Hash),
            ("@until", SqlValues.Ms(until)),
            ("@most", MostOfOneKey));

    private List<HashedKey> KeysOf(long identityId)
        => session.All(SqlStatements.KeysOfIdentity, row => new HashedKey(row.GetString(0), row.Bytes(1)), ("@identity_id", identityId));

    private static IdentityRow Read(SqlRow row, string kind)
        => new(row.GetInt64(0), row.GetString(1), row.Time(2), new EvidenceSource($"same {(kind == IdentityKinds.Email ? "e-mail" : kind)}", row.GetInt64(3), row.GetString(4), row.GetString(5)));

    private sealed record IdentityRow(long Id, string Identity, DateTimeOffset OccurredAt, EvidenceSource Source)
    {
        public RecalledIdentity As(IdentityRank rank) => new(Id, IdentityJson.Read(Identity), rank, OccurredAt, Source);
    }
}
