using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Store.Sql;

namespace CometHooks.Proof.Faults;

/// <summary>A planted fault: no fencing. What came of a claim is written whoever holds the lease by now.</summary>
internal sealed class IgnoresLeases(SqlStore store) : IInbox, IOutbox
{
    public Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken) => store.AddAsync(entries, cancellationToken);

    public Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken) => store.ClaimAsync(most, cancellationToken);

    public async Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken) =>
        await store.SaveAsync(outcome with { Lease = await LeaseAsync("select lease from webhooks where id = @id", outcome.WebhookId, cancellationToken) }, cancellationToken);

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) =>
        store.MapAgainAsync(endpoint, activeMappingVersion, cancellationToken);

    public Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze, CancellationToken cancellationToken) =>
        store.ClaimAsync(destination, lane, most, freeze, cancellationToken);

    public async Task<bool> RecordAsync(AttemptRecord attempt, CancellationToken cancellationToken) =>
        await store.RecordAsync(attempt with { Lease = await LeaseAsync("select lease from conversions where id = @id", attempt.ConversionId, cancellationToken) }, cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken) => store.ReleaseAsync(entries, cancellationToken);

    public Task<int> DueAtOnceAsync(string destination, CancellationToken cancellationToken) => store.DueAtOnceAsync(destination, cancellationToken);

    public Task<OutboxOutlook> LookAsync(string destination, CancellationToken cancellationToken) => store.LookAsync(destination, cancellationToken);

    private Task<long> LeaseAsync(string sql, long id, CancellationToken cancellationToken) =>
        store.Writer.RunAsync(session => session.One(sql, row => row.GetInt64(0), ("@id", id)), cancellationToken);
}
