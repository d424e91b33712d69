using CometHooks.Configuration;
using CometHooks.Receive;

namespace CometHooks.Operate.Health;

/// <summary>Which endpoints are on, and why the others are not. Ready while one is on, or while others receive.</summary>
internal sealed class EndpointsCheck(EndpointCatalog endpoints, HubOptions options) : IHealthCheck
{
    public string Name => "endpoints";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(
        !options.Has(Roles.Receive) || endpoints.All.Any(x => x.OffBecause is null),
        endpoints.All.ToDictionary(x => x.Name, x => (object?)(x.OffBecause is { } why ? $"off: {why}" : "on"), StringComparer.Ordinal)));
}
