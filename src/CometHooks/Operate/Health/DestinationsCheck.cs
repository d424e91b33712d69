using CometHooks.Deliver;

namespace CometHooks.Operate.Health;

/// <summary>Which destinations are paused and why. A paused one does not keep the hub from receiving.</summary>
internal sealed class DestinationsCheck(IReadOnlyDictionary<string, DestinationOptions> destinations, DeliveryService delivery) : IHealthCheck
{
    public string Name => "destinations";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken)
    {
        var paused = delivery.Paused;
        return new(new HealthResult(true, destinations.ToDictionary(
            d => d.Key,
            d => (object?)(d.Value.Token.Length == 0 ? "off: no token" : paused.TryGetValue(d.Key, out var why) ? $"paused: {why}" : "on"),
            StringComparer.Ordinal)));
    }
}
