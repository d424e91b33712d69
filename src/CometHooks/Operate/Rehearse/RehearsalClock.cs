namespace CometHooks.Operate.Rehearse;

/// <summary>The time of a rehearsal: it stands still until it is moved.</summary>
internal sealed class RehearsalClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
