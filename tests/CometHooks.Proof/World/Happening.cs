namespace CometHooks.Proof.World;

/// <summary>Something that happened at a platform, as the webhook that tells of it.</summary>
/// <param name="Sample">The sample that it is made from, <c>stripe/charge.succeeded.json</c>: its source, and for Shopify its topic.</param>
/// <param name="Body">The body.</param>
/// <param name="At">When it happened.</param>
internal sealed record Happening(string Sample, byte[] Body, DateTimeOffset At)
{
    public string Source { get; } = Sample.Split('/')[0];
}
