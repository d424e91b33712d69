using CometHooks.Configuration;

namespace CometHooks.Operate.Health;

/// <summary>Which part of the work this instance does.</summary>
internal sealed class RolesCheck(HubOptions options) : IHealthCheck
{
    public string Name => "roles";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(
        true, Roles.All.ToDictionary(role => role, role => (object?)(options.Has(role) ? "on" : "off"), StringComparer.Ordinal)));
}
