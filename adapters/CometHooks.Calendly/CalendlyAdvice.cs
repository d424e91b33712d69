namespace CometHooks.Calendly;

/// <summary>How a merchant gets more of the visitor into Calendly's webhooks: the link's <c>salesforce_uuid</c> arrives in <c>tracking</c>.</summary>
internal static class CalendlyAdvice
{
    public static string? For(string missing) => missing switch
    {
        "comet_token" =>
            "Append salesforce_uuid=ct_ and what cometToken() gives to the booking link or the embed's URL: Calendly hands it on as tracking.salesforce_uuid.",
        "fingerprint_and_ip" =>
            "Calendly's webhooks have no IP address, and Cometly takes a fingerprint only with one. The token in salesforce_uuid says more.",
        "email" =>
            "Every booking has one. A routing form has one only where a question asks for it.",
        "phone" =>
            "Offer text reminders in the event type: the number arrives as text_reminder_number.",
        "name" =>
            "Every booking has one. A routing form has one only where a question asks for it and a rule reads the answer.",
        _ => null,
    };
}
