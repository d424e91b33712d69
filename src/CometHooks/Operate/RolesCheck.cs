using CometHooks.Configuration;

namespace CometHooks.Operate;

/// <summary>Which part of the work this instance does.</summary>
internal sealed class RolesCheck(HubOptions options) : IReadinessCheck
{
    public string Name => "roles";

    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessResult(
        true, Roles.All.ToDictionary(role => role, role => (object?)(options.Has(role) ? "on" : "off"), StringComparer.Ordinal)));
}
