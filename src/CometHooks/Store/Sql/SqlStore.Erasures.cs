namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IErasures
{
    private readonly SqlTombstones _tombstones;

    /// <summary>Where other hubs share the database they learn of a tombstone by looking.</summary>
    public virtual TimeSpan TombstoneDelay => TimeSpan.Zero;

    public async Task<Erasure> BeginAsync(ErasureKind kind, PersonTraces traces, string actor, CancellationToken cancellationToken)
    {
        var erasure = await Writer.RunAsync(session => Receipts(session).Begin(kind, traces, actor), cancellationToken);
        await _tombstones.LookAgainAsync(TombstonesAsync);
        return erasure;
    }

    public async Task<Erasure?> TakeAsync(long id, PersonTraces traces, CancellationToken cancellationToken)
    {
        var erasure = await Writer.RunAsync(session => Receipts(session).Take(id, traces), cancellationToken);
        await _tombstones.LookAgainAsync(TombstonesAsync);
        return erasure;
    }

    public async Task<IReadOnlyList<Erasure>> AskedErasuresAsync(CancellationToken cancellationToken)
    {
        // Asked every few seconds: what only reads costs no commit.
        var (asked, isAnyRunning) = await ReadAsync(SqlErasureReceipts.Asked, cancellationToken);
        if (isAnyRunning)
        {
            await Writer.RunAsync(session => Receipts(session).LeaveStale(), cancellationToken);
        }

        return asked;
    }

    public Task<IReadOnlyList<long>> FindAsync(PersonTraces traces, CancellationToken cancellationToken)
        => ReadAsync(session => new SqlErasureSearch(session, traces).Find(Identities(session), _instanceKey), cancellationToken);

    public Task<TracedPage> LookThroughAsync(TracedTable table, long after, PersonTraces traces, CancellationToken cancellationToken)
        => ReadAsync(session => new SqlErasureSearch(session, traces).LookThrough(table, after), cancellationToken);

    public Task<ErasedRows> CountRowsAsync(IReadOnlyList<long> webhookIds, CancellationToken cancellationToken)
        => ReadAsync(session => SqlErasureSearch.CountRows(session, webhookIds), cancellationToken);

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

    public Task TouchAsync(long id, CancellationToken cancellationToken) => Writer.RunAsync(session => Receipts(session).Touch(id), cancellationToken);

    public virtual Task<bool> ScrubAsync(PersonTraces traces, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<Erasure> EndAsync(long id, ErasureState state, ErasedRows erased, IReadOnlyList<long>? held, bool needsCompaction, CancellationToken cancellationToken)
        => Writer.RunAsync(session => Receipts(session).End(id, state, erased, held, needsCompaction), cancellationToken);

    public Task<Erasure?> FindErasureAsync(long id, CancellationToken cancellationToken) => ReadAsync(session => SqlErasureReceipts.Find(session, id), cancellationToken);

    public Task<ListPage<Erasure>> ErasuresAsync(long? before, int most, CancellationToken cancellationToken)
        => ReadAsync(session => SqlErasureReceipts.Page(session, before, most), cancellationToken);

    /// <summary>Who was erased so far, before the first webhook arrives.</summary>
    protected void Remember(IReadOnlyList<Tombstone> tombstones) => _tombstones.Take(tombstones);

    private SqlErasureReceipts Receipts(SqlSession session) => new(session, _instanceKey, Now(session));

    private Task<IReadOnlyList<Tombstone>> TombstonesAsync() => ReadAsync(SqlTombstones.All, CancellationToken.None);
}
