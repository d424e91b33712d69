using CometHooks.Configuration;

namespace CometHooks.Receive;

/// <summary>What a request may cost.</summary>
internal sealed record LimitOptions
{
    /// <summary>The largest body that is read; a larger one is answered 413.</summary>
    public ByteSize Body { get; init; } = ByteSize.OfMebibytes(5);

    /// <summary>
    /// How much memory all bodies together may take before their signatures were checked; what comes above it is answered 503.
    /// The first 64 KiB of each body do not count, so that large bodies cannot keep ordinary webhooks out.
    /// </summary>
    public ByteSize Unverified { get; init; } = ByteSize.OfMebibytes(64);

    /// <summary>How long a body may take to arrive before the request is answered 408.</summary>
    public TimeSpan Read { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for its webhook to be on disk before it is answered 503. Shopify hangs up after 5 seconds.</summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMilliseconds(2500);
}
