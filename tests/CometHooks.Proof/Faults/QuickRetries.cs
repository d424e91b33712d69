namespace CometHooks.Proof.Faults;

/// <summary>A chance that always gives the same: retries come after a few seconds, where they may take half a minute.</summary>
internal sealed class QuickRetries : Random
{
    protected override double Sample() => 0.1;

    public override double NextDouble() => Sample();
}
