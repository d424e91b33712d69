namespace CometHooks.Shopify;

/// <summary>How a merchant gets more of the visitor into Shopify's webhooks: cart attributes arrive as <c>note_attributes</c>.</summary>
internal static class ShopifyAdvice
{
    // Addresses, names and numbers are null for an app without it, since API 2022-10.
    private const string Access =
        "Ask for it at checkout. Where the order in the shop's admin has it and the webhook does not, the app that owns the webhook lacks access to protected customer data, level 2.";

    public static string? For(string missing) => missing switch
    {
        "comet_token" =>
            "Load the script that writes what cometToken() gives into the cart's attributes as comet_token (/cart/update.js) on every page of the theme: Shopify hands attributes on with checkout and order. Carts from before the script have none, a script that replaces all attributes takes it away, and express and \"buy now\" checkouts may skip the cart.",
        "fingerprint_and_ip" =>
            "Let the same script write what cometFingerprint() gives as the attribute fingerprint. The IP address comes with the order (browser_ip), but not from the till, from apps and of drafts.",
        "email" or "phone" or "name" => Access,
        _ => null,
    };
}
