using CometHooks.Configuration;

namespace CometHooks.Receive;

/// <summary>One webhook URL: who calls it, how that is proven, and what becomes of it.</summary>
internal sealed record EndpointOptions
{
    /// <summary>The platform that calls: <c>stripe</c>, <c>shopify</c>, <c>calendly</c>, or the source of a plugin.</summary>
    public string Source { get; init; } = "";

    /// <summary>The signing secrets; any may match, so that one can be replaced without a gap. Without any, the endpoint is off.</summary>
    [Secret]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The mapping file, relative to the configuration folder.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>The destination to which its conversions go.</summary>
    public string Destination { get; init; } = "";

    /// <summary>False: the endpoint is off and answers 503.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Shopify: the shop's domain, the one that ends in .myshopify.com. Empty: the first authentic webhook's shop is taken, for good.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Stripe: the connected accounts whose events are mapped, <c>"*"</c> for all. Others are kept as <c>ignored</c>.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>How far a signature's time may lie from now. Empty: what the platform's own libraries allow.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>Calendly: a webhook whose signature is older than the tolerance is mapped all the same up to this age. Empty: it is kept as <c>late</c>.</summary>
    public TimeSpan? AcceptLate { get; init; }

    /// <summary>The ledger that the endpoint shares with others of the same name. Empty: the source's own.</summary>
    public string Ledger { get; init; } = "";

    /// <summary>The country (two letters) of phone numbers that carry none.</summary>
    public string PhoneCountry { get; init; } = "";

    /// <summary>Further options, for plugins.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether events of this connected account are mapped.</summary>
    public bool Lists(string account) => Accounts.Contains("*") || Accounts.Contains(account);
}
