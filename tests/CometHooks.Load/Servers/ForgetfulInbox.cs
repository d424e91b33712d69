using CometHooks.Store;

namespace CometHooks.Load.Servers;

/// <summary>Says at once that everything is stored.</summary>
internal sealed class ForgetfulInbox : IInbox
{
    private long _id;

    public Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken) =>
        Task.FromResult(new AddResult(AddOutcome.Stored, [Interlocked.Increment(ref _id)]));

    public Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredWebhook>>([]);

    public Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) => Task.FromResult(0);
}
