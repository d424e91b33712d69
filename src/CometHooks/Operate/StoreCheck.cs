using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>Whether the store can keep what it is given.</summary>
internal sealed class StoreCheck(IStoreHealth store) : IReadinessCheck
{
    public string Name => "store";

    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessResult(store.IsHealthy, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["error"] = store.LastError,
        ["queued_writes"] = store.QueueDepth,
    }));
}
