using System.Text.Json;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Keeps the receipts of erasures, with their tombstones, within the transaction of the caller.</summary>
internal sealed class SqlErasureReceipts(SqlSession session, byte[] instanceKey, DateTimeOffset now)
{
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    private readonly object _now = SqlValues.Ms(now);

    public static Erasure? Find(SqlSession session, long id) => session.One(SqlStatements.FindErasure, Receipt, ("@id", id));

    public static ListPage<Erasure> Page(SqlSession session, long? before, int most)
    {
        var rows = session.All(SqlStatements.ErasurePage, Receipt, ("@before", before ?? long.MaxValue), ("@most", most));
        return new ListPage<Erasure>(rows, rows.Count == most ? rows[^1].Id : null);
    }

    /// <summary>What platforms asked for and nobody is at, and whether anybody is at something.</summary>
    public static (IReadOnlyList<Erasure> Asked, bool IsAnyRunning) Asked(SqlSession session)
        => (session.All(SqlStatements.AskedErasures, Receipt), session.One(SqlStatements.CountRunningErasures, row => row.GetInt64(0)) > 0);

    /// <summary>What a platform asks by a webhook waits from here on to be carried out.</summary>
    public void Ask(long webhookId, PrivacyRequest request, string endpoint)
        => Add(KindOf(request.Kind), ErasureState.Asked, PersonTraces.Of(request), $"endpoint {endpoint}", webhookId);

    /// <summary>Begins one that nobody asked for before.</summary>
    public Erasure Begin(ErasureKind kind, PersonTraces traces, string actor)
    {
        var id = Add(kind, ErasureState.Running, traces, actor, webhookId: null)!.Value;
        SqlTombstones.AddTombstone(session, id, kind, traces, instanceKey, now);
        return Find(session, id)!;
    }

    /// <summary>Begins one that was asked for. Null: it is done already, or another hub is at it.</summary>
    public Erasure? Take(long id, PersonTraces traces)
    {
        if (session.Execute(SqlStatements.TakeErasure, ("@now", _now), ("@id", id)) == 0)
        {
            return null;
        }

        var taken = Find(session, id)!;
        SqlTombstones.AddTombstone(session, id, taken.Kind, traces, instanceKey, now);
        return taken;
    }

    public int Touch(long id) => session.Execute(SqlStatements.TouchErasure, ("@now", _now), ("@id", id));

    /// <summary>What a hub that died was at: given out again where its webhook can be read again, else broken.</summary>
    public int LeaveStale()
    {
        var stale = SqlValues.Ms(now - Stale);
        return session.Execute(SqlStatements.LeaveErasures, ("@stale", stale)) + session.Execute(SqlStatements.BreakErasures, ("@now", _now), ("@stale", stale));
    }

    public Erasure End(long id, ErasureState state, ErasedRows erased, IReadOnlyList<long>? held, bool needsCompaction)
    {
        session.Execute(
            SqlStatements.EndErasure,
            ("@state", Words.Of(state)),
            ("@now", _now),
            ("@webhooks", erased.Webhooks),
            ("@conversions", erased.Conversions),
            ("@attempts", erased.Attempts),
            ("@identities", erased.Identities),
            ("@audit_lines", erased.AuditLines),
            ("@needs_compaction", needsCompaction),
            ("@held", held is null ? null : JsonSerializer.Serialize(held)),
            ("@id", id));
        return Find(session, id)!;
    }

    private long? Add(ErasureKind kind, ErasureState state, PersonTraces traces, string actor, long? webhookId)
        => session.Insert(
            SqlStatements.AddErasure,
            ("@kind", Words.Of(kind)),
            ("@state", Words.Of(state)),
            ("@actor", actor),
            ("@subject_hash", HashedKey.OfSubject(instanceKey, traces)),
            ("@webhook_id", webhookId),
            ("@now", _now));

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
