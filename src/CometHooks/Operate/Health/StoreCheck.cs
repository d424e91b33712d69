using CometHooks.Store;

namespace CometHooks.Operate.Health;

/// <summary>Whether the store can keep what it is given.</summary>
internal sealed class StoreCheck(IStoreHealth store) : IHealthCheck
{
    public string Name => "store";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(store.IsHealthy, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["error"] = store.LastError,
        ["queued_writes"] = store.QueueDepth,
    }));
}
