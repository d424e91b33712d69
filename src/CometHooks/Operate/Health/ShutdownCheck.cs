namespace CometHooks.Operate.Health;

/// <summary>A hub that shuts down takes nothing more, so that a load balancer looks elsewhere.</summary>
internal sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public string Name => "running";

    public ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken) => new(new HealthResult(!lifetime.ApplicationStopping.IsCancellationRequested, new Dictionary<string, object?>()));
}
