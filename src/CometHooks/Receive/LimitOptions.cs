using CometHooks.Configuration;

namespace CometHooks.Receive;

/// <summary>What a request may cost.</summary>
internal sealed record LimitOptions
{
    /// <summary>The largest body that is read; a larger one is answered 413.</summary>
    public ByteSize Body { get; init; } = ByteSize.OfMebibytes(5);

    /// <summary>How long a request waits for its webhook to be on disk before it is answered 503. Shopify hangs up after 5 seconds.</summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMilliseconds(2500);
}
