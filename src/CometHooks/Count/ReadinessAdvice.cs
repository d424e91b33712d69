namespace CometHooks.Count;

/// <summary>What would make more conversions carry what <see cref="Readiness"/> finds missing: the source's own words, else what holds for every platform.</summary>
internal static class ReadinessAdvice
{
    /// <param name="missing">One of <see cref="Readiness.Names"/>.</param>
    /// <param name="adapter">The source's adapter; null where it is not loaded any more.</param>
    public static string For(string missing, ISourceAdapter? adapter) =>
        adapter?.IdentityAdvice(missing) is { Length: > 0 } advice ? advice : ForAll(missing);

    private static string ForAll(string missing) => missing switch
    {
        "comet_token" => "Let the page hand what cometToken() gives to the platform with the order or form, in a field that its webhooks carry, and read that field in the rule as comet_token.",
        "fingerprint_and_ip" => "Let the page hand on what cometFingerprint() gives, with the visitor's IP address, and read both in the rule: Cometly takes them only together.",
        "email" => "Ask for it on the page that leads to the event, and read it in the rule as email.",
        "phone" => "Ask for it where you ask for the e-mail address, and read it in the rule as phone, with phone_country where numbers are national.",
        _ => "Ask for it where you ask for the e-mail address, and read it in the rule as full_name, or as first_name and last_name.",
    };
}
