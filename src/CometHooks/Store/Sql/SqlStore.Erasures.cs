using System.Text.Json;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IErasures
{
    // Bodies may have megabytes each.
    private const int LookedThrough = 64;

    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    private readonly SqlTombstones _tombstones;
    private Task? _remembering;

    /// <summary>Where other hubs share the database they learn of a tombstone by looking.</summary>
    public virtual TimeSpan TombstoneDelay => TimeSpan.Zero;

    public async Task<Erasure> BeginAsync(ErasureKind kind, PersonTraces traces, string actor, CancellationToken cancellationToken)
    {
        var erasure = await Writer.RunAsync(
            session =>
            {
                var id = AddErasure(session, kind, ErasureState.Running, traces, actor, webhookId: null)!.Value;
                Bury(session, id, kind, traces);
                return session.One(SqlStatements.FindErasure, Receipt, ("@id", id))!;
            },
            cancellationToken);
        await RememberNowAsync();
        return erasure;
    }

    public async Task<Erasure?> TakeAsync(long id, PersonTraces traces, CancellationToken cancellationToken)
    {
        var erasure = await Writer.RunAsync(
            session =>
            {
                if (session.Execute(SqlStatements.TakeErasure, ("@now", SqlValues.Ms(Now(session))), ("@id", id)) == 0)
                {
                    return null;
                }

                var taken = session.One(SqlStatements.FindErasure, Receipt, ("@id", id))!;
                Bury(session, id, taken.Kind, traces);
                return taken;
            },
            cancellationToken);
        await RememberNowAsync();
        return erasure;
    }

    public async Task<IReadOnlyList<Erasure>> AskedErasuresAsync(CancellationToken cancellationToken)
    {
        // Asked every few seconds: what only reads costs no commit.
        var (asked, running) = await ReadAsync(
            session => (session.All(SqlStatements.AskedErasures, Receipt), session.One(SqlStatements.CountRunningErasures, row => row.GetInt64(0))), cancellationToken);
        if (running > 0)
        {
            await Writer.RunAsync(
                session => session.Execute(SqlStatements.LeaveErasures, ("@stale", SqlValues.Ms(Now(session) - Stale)))
                    + session.Execute(SqlStatements.BreakErasures, ("@now", SqlValues.Ms(Now(session))), ("@stale", SqlValues.Ms(Now(session) - Stale))),
                cancellationToken);
        }

        return asked;
    }

    public Task<IReadOnlyList<long>> FindAsync(PersonTraces traces, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<long>>(
            session =>
            {
                var conversions = new List<(long Webhook, long? Entry)>();
                var found = new HashSet<long>();
                if (traces.Email is { } email)
                {
                    conversions.AddRange(session.All(SqlStatements.ConversionsOfEmail, Named, ("@email_hash", HashedKey.OfPerson(_instanceKey, email).Hash)));
                    found.UnionWith(Identities(session).Of(email).Select(id => session.Id(SqlStatements.WebhookOfIdentity, ("@id", id))).OfType<long>());
                }

                foreach (var id in traces.Shop is null ? [] : traces.Ids)
                {
                    conversions.AddRange(session.All(SqlStatements.ConversionsOfOrder, Named, ("@order_id", id), ("@shop", traces.Shop)));
                }

                found.UnionWith(conversions.Select(c => c.Webhook));
                foreach (var entry in conversions.Select(c => c.Entry).OfType<long>().Distinct())
                {
                    found.UnionWith(session.All(SqlStatements.ConversionsOfEntry, row => row.GetInt64(0), ("@entry_id", entry)));
                }

                return [.. found.Order()];
            },
            cancellationToken);

    public Task<TracedPage> LookThroughAsync(TracedTable table, long after, PersonTraces traces, CancellationToken cancellationToken)
        => ReadAsync(session => LookThrough(session, table, after, traces), cancellationToken);

    public Task<ErasedRows> CountRowsAsync(IReadOnlyList<long> webhookIds, CancellationToken cancellationToken)
        => ReadAsync(
            session => webhookIds.Aggregate(ErasedRows.None, (sum, id) => sum + session.One(
                SqlStatements.CountRowsOfWebhook,
                row => new ErasedRows { Webhooks = row.GetInt64(0), Conversions = row.GetInt64(1), Attempts = row.GetInt64(2), Identities = row.GetInt64(3) },
                ("@id", id))!),
            cancellationToken);

    public Task<ErasedRows> EraseAsync(IReadOnlyList<long> webhookIds, PersonTraces traces, CancellationToken cancellationToken)
        => Writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                var now = Now(session);
                var erasure = new SqlErasure(session, Identities(session), traces, _instanceKey, now);
                return webhookIds.Aggregate(ErasedRows.None, (sum, id) => sum + erasure.Erase(id));
            },
            cancellationToken);

    public Task<int> EraseAuditAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        => Writer.RunAsync(session => ids.Sum(id => session.Execute(SqlStatements.EraseAudit, ("@id", id))), cancellationToken);

    public Task TouchAsync(long id, CancellationToken cancellationToken)
        => Writer.RunAsync(session => session.Execute(SqlStatements.TouchErasure, ("@now", SqlValues.Ms(Now(session))), ("@id", id)), cancellationToken);

    public virtual Task<bool> ScrubAsync(PersonTraces traces, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<Erasure> EndAsync(long id, ErasureState state, ErasedRows erased, IReadOnlyList<long>? held, bool needsCompaction, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                session.Execute(
                    SqlStatements.EndErasure,
                    ("@state", Words.Of(state)),
                    ("@now", SqlValues.Ms(Now(session))),
                    ("@webhooks", erased.Webhooks),
                    ("@conversions", erased.Conversions),
                    ("@attempts", erased.Attempts),
                    ("@identities", erased.Identities),
                    ("@audit_lines", erased.AuditLines),
                    ("@needs_compaction", needsCompaction),
                    ("@held", held is null ? null : JsonSerializer.Serialize(held)),
                    ("@id", id));
                return session.One(SqlStatements.FindErasure, Receipt, ("@id", id))!;
            },
            cancellationToken);

    public Task<Erasure?> FindErasureAsync(long id, CancellationToken cancellationToken)
        => ReadAsync(session => session.One(SqlStatements.FindErasure, Receipt, ("@id", id)), cancellationToken);

    public Task<ListPage<Erasure>> ErasuresAsync(long? before, int most, CancellationToken cancellationToken)
        => ReadAsync(
            session =>
            {
                var rows = session.All(SqlStatements.ErasurePage, Receipt, ("@before", before ?? long.MaxValue), ("@most", most));
                return new ListPage<Erasure>(rows, rows.Count == most ? rows[^1].Id : null);
            },
            cancellationToken);

    /// <summary>What a platform asks by a webhook waits from here on to be carried out.</summary>
    private void Ask(SqlSession session, long webhookId, PrivacyRequest request, string endpoint)
        => AddErasure(session, KindOf(request.Kind), ErasureState.Asked, PersonTraces.Of(request), $"endpoint {endpoint}", webhookId);

    private long? AddErasure(SqlSession session, ErasureKind kind, ErasureState state, PersonTraces traces, string actor, long? webhookId)
        => session.Insert(
            SqlStatements.AddErasure,
            ("@kind", Words.Of(kind)),
            ("@state", Words.Of(state)),
            ("@actor", actor),
            ("@subject_hash", HashedKey.OfSubject(_instanceKey, traces)),
            ("@webhook_id", webhookId),
            ("@now", SqlValues.Ms(Now(session))));

    private void Bury(SqlSession session, long id, ErasureKind kind, PersonTraces traces)
    {
        byte[]? hash = kind switch
        {
            ErasureKind.Person => HashedKey.OfEmail(_instanceKey, traces.Email),
            ErasureKind.Shop => HashedKey.OfShop(_instanceKey, traces.Shop!),
            _ => null,
        };
        if (hash is not null)
        {
            session.Execute(SqlStatements.AddTombstone, ("@hash", hash), ("@erasure_id", id), ("@now", SqlValues.Ms(Now(session))));
        }
    }

    /// <summary>Who was erased so far, before the first webhook arrives.</summary>
    protected void Remember(IReadOnlyList<(byte[] Hash, long ErasedAt)> tombstones) => _tombstones.Take(tombstones);

    protected static IReadOnlyList<(byte[] Hash, long ErasedAt)> Tombstones(SqlSession session) => session.All(SqlStatements.ListTombstones, row => (row.Bytes(0), row.GetInt64(1)));

    // Not with a look that began before the commit.
    private async Task RememberNowAsync()
    {
        Task? under;
        lock (_tombstones)
        {
            under = _remembering;
        }

        await (under ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RememberAsync();
    }

    // One looks, and all who arrive meanwhile wait for it.
    private Task RememberAsync()
    {
        lock (_tombstones)
        {
            return _remembering is { IsCompleted: false } under ? under : _remembering = ReadAsync(
                session =>
                {
                    Remember(Tombstones(session));
                    return true;
                },
                CancellationToken.None);
        }
    }

    private static TracedPage LookThrough(SqlSession session, TracedTable table, long after, PersonTraces traces)
    {
        (string Name, object? Value)[] place = [("@after", after), ("@most", LookedThrough)];
        var rows = table switch
        {
            TracedTable.Webhooks => session.All(
                SqlStatements.TraceWebhooks,
                row => Look(row, row.GetInt64(0), traces.In(row.TextOrNull(1), [.. Texts(row, 3, 9), PersonTraces.TextOf(row.Bytes(2))])),
                place),
            TracedTable.Conversions => session.All(SqlStatements.TraceConversions, row => Look(row, row.GetInt64(1), Texts(row, 2, 10).Any(traces.In)), place),
            TracedTable.Attempts => session.All(SqlStatements.TraceAttempts, row => Look(row, row.GetInt64(1), Texts(row, 2, 4).Any(traces.In)), place),
            TracedTable.Identities => session.All(SqlStatements.TraceIdentities, row => Look(row, row.GetInt64(1), Texts(row, 2, 3).Any(traces.In)), place),
            _ => session.All(SqlStatements.TraceAudit, row => Look(row, row.GetInt64(0), Texts(row, 1, 3).Any(traces.In)), place),
        };
        var found = rows.Where(r => r.IsTraced).Select(r => r.Of);
        if (table == TracedTable.Attempts)
        {
            found = [.. found.Select(id => session.Id(SqlListStatements.WebhookOf, ("@id", id))).OfType<long>()];
        }

        return new TracedPage([.. found.Distinct()], rows.Count < LookedThrough ? null : rows[^1].Id);
    }

    private static (long Id, long Of, bool IsTraced) Look(SqlRow row, long of, bool isTraced) => (row.GetInt64(0), of, isTraced);

    private static List<string?> Texts(SqlRow row, int from, int to) => [.. Enumerable.Range(from, to - from).Select(row.TextOrNull)];

    private static (long Webhook, long? Entry) Named(SqlRow row) => (row.GetInt64(0), row.LongOrNull(1));

    private static ErasureKind KindOf(PrivacyRequestKind kind) => kind switch
    {
        PrivacyRequestKind.EraseCustomer => ErasureKind.Person,
        PrivacyRequestKind.EraseShop => ErasureKind.Shop,
        PrivacyRequestKind.ShowCustomer => ErasureKind.Request,
        _ => throw new InvalidOperationException($"Unknown privacy request {kind}."),
    };

    private static Erasure Receipt(SqlRow row) => new()
    {
        Id = row.GetInt64(0),
        Kind = row.Word<ErasureKind>(1),
        State = row.Word<ErasureState>(2),
        Actor = row.GetString(3),
        Subject = Convert.ToHexStringLower(row.Bytes(4)),
        Webhook = row.LongOrNull(5),
        AskedAt = row.Time(6),
        EndedAt = row.TimeOrNull(7),
        Rows = new ErasedRows { Webhooks = row.GetInt64(8), Conversions = row.GetInt64(9), Attempts = row.GetInt64(10), Identities = row.GetInt64(11), AuditLines = row.GetInt64(12) },
        NeedsCompaction = row.GetBoolean(14),
        Held = row.TextOrNull(13) is { } held ? JsonSerializer.Deserialize<List<long>>(held) : null,
    };
}
