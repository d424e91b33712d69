using System.Collections.Concurrent;
using CometHooks.Store;

namespace CometHooks.Tests.Receive;

/// <summary>Keeps webhooks in memory and decides duplicates as a store does.</summary>
internal sealed class CollectingInbox : IInbox
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(string Endpoint, string Key), long> _ids = new();
    private long _nextId = 11;

    public List<InboxEntry> Entries { get; } = [];

    /// <summary>Answers instead of keeping anything.</summary>
    public Func<Task<AddResult>>? Instead { get; set; }

    /// <summary>What a commit waits for, as for a slow disk.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    public async Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        if (Instead is { } instead)
        {
            return await instead();
        }

        await Disk.WaitAsync(cancellationToken);
        return Add(entries);
    }

    public Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

    private AddResult Add(IReadOnlyList<InboxEntry> entries)
    {
        lock (_lock)
        {
            var isNew = false;
            var ids = new List<long>();
            foreach (var entry in entries)
            {
                if (_ids.TryAdd((entry.Endpoint, entry.InboxKey), _nextId + 1))
                {
                    _nextId++;
                    isNew = true;
                    Entries.Add(entry);
                }

                ids.Add(_ids[(entry.Endpoint, entry.InboxKey)]);
            }

            return new AddResult(isNew ? AddOutcome.Stored : AddOutcome.Duplicate, ids);
        }
    }
}
