namespace CometHooks.Stripe;

/// <summary>How a merchant gets more of the visitor into Stripe's events. The carriers: https://docs.stripe.com/metadata.</summary>
internal static class StripeAdvice
{
    public static string? For(string missing) => missing switch
    {
        "comet_token" =>
            "Write what cometToken() gives into the metadata of the Checkout session as comet_token; for subscriptions also into subscription_data.metadata, the only place from which renewals carry it; where you make payment intents yourself, into theirs. On Payment Links and pricing tables append ?client_reference_id=ct_ and the token to the link. Tick checkout.session.completed at Stripe: a session's metadata and client_reference_id arrive with its own events only.",
        "fingerprint_and_ip" =>
            "Write what cometFingerprint() gives and the visitor's IP address into the same metadata as the token, as comet_fingerprint and comet_ip. Cometly takes them only together.",
        "email" =>
            "Tick checkout.session.completed at Stripe: a session has the buyer's address in customer_details. On payment intents that you make yourself, set receipt_email.",
        "phone" =>
            "Let Checkout ask for it (phone_number_collection), and tick checkout.session.completed at Stripe.",
        "name" =>
            "Let Checkout or your own form ask for it, so that it arrives in customer_details or billing_details; tick checkout.session.completed at Stripe.",
        _ => null,
    };
}
