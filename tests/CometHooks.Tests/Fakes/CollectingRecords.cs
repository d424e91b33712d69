using System.Collections.Concurrent;
using CometHooks.Store;

namespace CometHooks.Tests.Fakes;

/// <summary>The small records in memory.</summary>
internal sealed class CollectingRecords : IRecords
{
    private readonly ConcurrentDictionary<string, DestinationPause> _pauses = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AuditEntry> _audit = new();
    private readonly ConcurrentDictionary<string, string> _shops = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<MappingVersion> _mappings = new();

    public IReadOnlyList<AuditEntry> Audit => [.. _audit];

    public IReadOnlyDictionary<string, DestinationPause> Pauses => _pauses;

    public Task KeepMappingAsync(MappingVersion version, CancellationToken cancellationToken)
    {
        _mappings.Enqueue(version);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<MappingVersion>> MappingsAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MappingVersion>>([.. _mappings.Where(m => m.Name == name).Reverse()]);

    public Task<string> PinShopAsync(string endpoint, string shop, CancellationToken cancellationToken) =>
        Task.FromResult(_shops.GetOrAdd(endpoint, shop));

    public Task<IReadOnlyDictionary<string, string>> PinnedShopsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(_shops);

    /// <summary>What the next pause waits for before it is written.</summary>
    public Task BeforePause { get; set; } = Task.CompletedTask;

    public async Task<string?> SetPauseAsync(string destination, string? reason, bool byHand, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await BeforePause;
        lock (_pauses)
        {
            if (!byHand && _pauses.TryGetValue(destination, out var pause) && pause.IsByHand)
            {
                return pause.Reason;
            }

            if (reason is null)
            {
                _pauses.TryRemove(destination, out _);
            }
            else
            {
                _pauses[destination] = new DestinationPause(reason, at);
            }

            return reason;
        }
    }

    public Task<IReadOnlyDictionary<string, DestinationPause>> PausesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, DestinationPause>>(_pauses);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        _audit.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([.. _audit.Reverse().Take(most)]);

    public Task<ListPage<AuditEntry>> AuditPageAsync(long? before, int most, CancellationToken cancellationToken) => throw new NotSupportedException();
}
