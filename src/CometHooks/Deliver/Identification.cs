namespace CometHooks.Deliver;

/// <summary>By what Cometly can recognise a visitor: e-mail, comet_token, or fingerprint and ip together.</summary>
internal static class Identification
{
    public static bool IsThere(CometlyEvent e) => e.Person.Email is not null || IsThereWithoutEmail(e);

    public static bool IsThereWithoutEmail(CometlyEvent e) =>
        e.Visitor.CometToken is not null || e.Visitor is { Fingerprint: not null, Ip: not null };

    /// <summary>What is missing, in words.</summary>
    public static string Missing(CometlyEvent e)
    {
        var half = e.Visitor switch
        {
            { Fingerprint: not null } => "fingerprint came without ip",
            { Ip: not null } => "ip came without fingerprint",
            _ => "fingerprint and ip are missing",
        };
        return $"email is missing, comet_token is missing, {half}; one of the three must be there";
    }
}
