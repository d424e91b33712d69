namespace CometHooks.Tests.Fakes;

/// <summary>This machine's clock, so much ahead.</summary>
internal sealed class LaterTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
