using System.Threading.RateLimiting;

namespace CometHooks.Operate.Access;

/// <summary>How often one address, and anybody for one name, may try a password or a set-up link.</summary>
internal sealed class SignInThrottle : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<(string Address, string Name)> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Address, string Name), string>(tried => Limit(tried.Address, most: 20)),
        PartitionedRateLimiter.Create<(string Address, string Name), string>(tried => Limit(tried.Name, most: 30)));

    /// <summary>Whether this try is looked at.</summary>
    public bool Allows(HttpContext context, string name)
    {
        using var lease = _limiter.AttemptAcquire((context.Connection.RemoteIpAddress?.ToString() ?? "", name));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> Limit(string key, int most)
        => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Window, AutoReplenishment = true });
}
