namespace CometHooks.Operate;

/// <summary>A hub that shuts down takes nothing more, so that a load balancer looks elsewhere.</summary>
internal sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IReadinessCheck
{
    public string Name => "running";

    public ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken) => new(new ReadinessResult(!lifetime.ApplicationStopping.IsCancellationRequested, new Dictionary<string, object?>()));
}
