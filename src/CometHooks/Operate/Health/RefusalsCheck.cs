using CometHooks.Receive;

namespace CometHooks.Operate.Health;

/// <summary>How many requests were refused since the start, per endpoint and reason: a wrong secret shows here first.</summary>
internal sealed class RefusalsCheck(RefusalCounts refusals) : IHealthCheck
{
    public string Name => "refusals";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(
        true,
        refusals.Snapshot()
            .GroupBy(c => c.Key.Endpoint.Length == 0 ? "(none)" : c.Key.Endpoint, StringComparer.Ordinal)
            .ToDictionary(e => e.Key, e => (object?)e.ToDictionary(c => c.Key.Reason, c => c.Value, StringComparer.Ordinal), StringComparer.Ordinal)));
}
