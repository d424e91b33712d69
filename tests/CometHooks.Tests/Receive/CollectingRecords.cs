using System.Collections.Concurrent;
using CometHooks.Store;

namespace CometHooks.Tests.Receive;

/// <summary>Keeps pinned shops and the audit trail in memory.</summary>
internal sealed class CollectingRecords : IRecords
{
    public ConcurrentDictionary<string, string> Shops { get; } = new();

    public ConcurrentQueue<AuditEntry> Audit { get; } = new();

    public Task<string> PinShopAsync(string endpoint, string shop, CancellationToken cancellationToken) => Task.FromResult(Shops.GetOrAdd(endpoint, shop));

    public Task<IReadOnlyDictionary<string, string>> PinnedShopsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(Shops.ToDictionary());

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Audit.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([.. Audit.Reverse().Take(most)]);

    public Task<ListPage<AuditEntry>> AuditPageAsync(long? before, int most, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task KeepMappingAsync(MappingVersion version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<MappingVersion>> MappingsAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> SetPauseAsync(string destination, string? reason, bool byHand, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, DestinationPause>> PausesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
