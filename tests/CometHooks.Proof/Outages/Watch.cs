using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Proof.Outages;

/// <summary>Counts what was mapped.</summary>
internal sealed class WatchedInbox(IInbox inbox) : IInbox
{
    private int _saved;

    public int Saved => Volatile.Read(ref _saved);

    public Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken) => inbox.AddAsync(entries, cancellationToken);

    public Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken) => inbox.ClaimAsync(most, cancellationToken);

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) =>
        inbox.MapAgainAsync(endpoint, activeMappingVersion, cancellationToken);

    public async Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken)
    {
        var saved = await inbox.SaveAsync(outcome, cancellationToken);
        Interlocked.Increment(ref _saved);
        return saved;
    }
}

/// <summary>Sees in which order conversions are claimed for the first time, and what was delivered.</summary>
internal sealed class WatchedOutbox(IOutbox outbox) : IOutbox
{
    private readonly int[] _newest = [.. Enum.GetValues<Lane>().Select(_ => -1)];
    private readonly int[] _claims = new int[Enum.GetValues<Lane>().Length];
    private int _delivered;
    private int _disorder;

    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>First claims of an event older than one that its lane had sent before.</summary>
    public int Disorder => Volatile.Read(ref _disorder);

    /// <summary>First claims of the lane.</summary>
    public int Claims(Lane lane) => Volatile.Read(ref _claims[(int)lane]);

    public async Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze, CancellationToken cancellationToken)
    {
        var claimed = await outbox.ClaimAsync(destination, lane, most, freeze, cancellationToken);
        foreach (var number in claimed.Where(e => e.Lease == 1).Select(e => BulkTrade.NumberOf(e.Body)).OfType<int>())
        {
            _claims[(int)lane]++;
            _disorder += number < _newest[(int)lane] ? 1 : 0;
            _newest[(int)lane] = Math.Max(_newest[(int)lane], number);
        }

        return claimed;
    }

    public async Task<bool> RecordAsync(AttemptRecord attempt, CancellationToken cancellationToken)
    {
        var recorded = await outbox.RecordAsync(attempt, cancellationToken);
        if (recorded && attempt.NextState == ConversionState.Delivered)
        {
            Interlocked.Increment(ref _delivered);
        }

        return recorded;
    }

    public Task ReleaseAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken) => outbox.ReleaseAsync(entries, cancellationToken);

    public Task<int> DueAtOnceAsync(string destination, CancellationToken cancellationToken) => outbox.DueAtOnceAsync(destination, cancellationToken);

    public Task<OutboxOutlook> LookAsync(string destination, CancellationToken cancellationToken) => outbox.LookAsync(destination, cancellationToken);
}
