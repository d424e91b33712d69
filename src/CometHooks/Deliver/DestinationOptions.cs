using CometHooks.Configuration;

namespace CometHooks.Deliver;

/// <summary>One Cometly space.</summary>
internal sealed record DestinationOptions
{
    /// <summary>The space's API token. By environment or file reference only.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The events API's URL. HTTPS, except on loopback.</summary>
    public string Url { get; init; } = "https://app.cometly.com/public-api/v1/events/track";

    /// <summary>The currency in which the space reads amounts: three letters. Cometly's API has no currency field.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>At which rates amounts in other currencies are converted; one without a rate for its day is rejected.</summary>
    public IReadOnlyList<RateOptions> Convert { get; init; } = [];

    /// <summary>Where the budget starts, requests a minute; Cometly's headers change it. 0: no budget.</summary>
    public int PerMinute { get; init; } = 60;

    /// <summary>How many requests may be under way at once.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>What to do with test events: <c>refuse</c> or <c>send</c>.</summary>
    public string TestEvents { get; init; } = "refuse";

    /// <summary>What to do with an ip without a fingerprint: <c>drop</c> or <c>send</c>. Cometly's pages disagree whether it is refused.</summary>
    public string IpWithoutFingerprint { get; init; } = "drop";

    /// <summary>How phone numbers are written: <c>digits</c> (16505551212) or <c>e164</c> (+16505551212).</summary>
    public string PhoneFormat { get; init; } = "digits";

    /// <summary>Whether profile_field_1 to profile_field_30 may be sent; they are not in Cometly's list for this API.</summary>
    public bool ExtraFields { get; init; }

    /// <summary>Older conversions carry do_not_capi, so that old revenue does not feed ad bidding.</summary>
    public TimeSpan DoNotCapiAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
