namespace CometHooks.Receive;

/// <summary>
/// The memory that bodies may take together while nobody knows yet whether they are authentic: many connections with a
/// large body each must not take the hub down.
/// </summary>
internal sealed class BodyBudget(LimitOptions limits)
{
    /// <summary>
    /// So much of each body is free: webhooks are smaller, so whoever fills the budget with large bodies keeps none of them
    /// out. The number of connections bounds the free part.
    /// </summary>
    public const long FreeBytes = 64 * 1024;

    private long _taken;

    /// <summary>What is taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limits.Unverified.Bytes)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
