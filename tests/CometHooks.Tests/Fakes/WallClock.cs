using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Fakes;

/// <summary>A fake time whose clock on the wall may be set, while what has passed stays what has passed.</summary>
internal sealed class WallClock(DateTimeOffset at) : FakeTimeProvider(at)
{
    /// <summary>How far the clock on the wall has been set, forth or back.</summary>
    public TimeSpan Set { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
