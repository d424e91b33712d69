using CometHooks.Store;

namespace CometHooks.Proof.Faults;

/// <summary>A planted fault: an inbox that says "stored" and stores a moment later.</summary>
internal sealed class AnswersBeforeCommit(IInbox inbox) : IInbox
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    public Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        // Nobody waits for it: that is the fault.
        _ = AddLaterAsync(entries);
        return Task.FromResult(new AddResult(AddOutcome.Stored, [.. entries.Select(_ => 0L)]));
    }

    public Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken) => inbox.ClaimAsync(most, cancellationToken);

    public Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken) => inbox.SaveAsync(outcome, cancellationToken);

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) =>
        inbox.MapAgainAsync(endpoint, activeMappingVersion, cancellationToken);

    private async Task AddLaterAsync(IReadOnlyList<InboxEntry> entries)
    {
        await Task.Delay(Moment);
        await inbox.AddAsync(entries, CancellationToken.None);
    }
}
