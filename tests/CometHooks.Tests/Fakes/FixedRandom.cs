namespace CometHooks.Tests.Fakes;

/// <summary>Always the same share: 0 for the shortest wait, 1 for the longest.</summary>
internal sealed class FixedRandom(double share) : Random
{
    public override double NextDouble() => share;
}
