namespace CometHooks.WebConsole.Parts;

/// <summary>In which screen of a platform a webhook URL is added.</summary>
internal static class PlatformScreens
{
    public static string Where(string source) => source switch
    {
        "stripe" => "Stripe: Developers (Workbench), Webhooks, Add destination. The signing secret (whsec_…) is shown there (https://docs.stripe.com/webhooks).",
        "shopify" => "Shopify: Settings, Notifications, Webhooks, Create webhook, format JSON. The secret is shown below the list (https://help.shopify.com/en/manual/fulfillment/setup/notifications/webhooks).",
        "calendly" => "Calendly has no screen for it: make a webhook subscription by its API, with a signing key of your own (https://developer.calendly.com/api-docs/c1ddc06ce1f1b-create-webhook-subscription).",
        _ => "in the platform's settings for webhooks; see the plugin's README",
    };
}
