using CometHooks.Map;

namespace CometHooks.Operate.Health;

/// <summary>Which version of each mapping is active, and which change was refused and why. A refused change does not stop the hub.</summary>
internal sealed class MappingsCheck(MappingCatalog mappings) : IHealthCheck
{
    public string Name => "mappings";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(true, mappings.Active.ToDictionary(
        m => m.Name,
        m => (object?)new
        {
            version = m.Version,
            differs = mappings.Different.TryGetValue(m.Name, out var file) ? $"the file here is version {file} and differs from the active mapping; run comethooks apply to make it active" : null,
            refused_change = mappings.Refused.TryGetValue(m.Name, out var refused) ? refused.Problems.Select(p => p.ToString()) : null,
            refused_at = refused?.At,
        },
        StringComparer.Ordinal)));
}
