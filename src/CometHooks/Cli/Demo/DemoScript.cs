namespace CometHooks.Cli.Demo;

/// <summary>What the demo sends, in this order, and what must come of it.</summary>
internal static class DemoScript
{
    public static IReadOnlyList<DemoStep> Steps { get; } =
    [
        new("stripe", "charge.succeeded.json", 200, "mapped", "purchase delivered"),
        new("stripe", "checkout.session.completed.json", 200, "mapped", "purchase suppressed") { Note = "the same payment: it counts once" },
        new("stripe", "charge.succeeded.json", 200, "mapped", "purchase delivered") { Duplicate = true, Note = "sent again: stored once" },
        new("stripe", "charge.succeeded.json", 401, null) { Tamper = true, Note = "one byte flipped: no row" },
        new("stripe", "checkout.session.completed.subscription.json", 200, "mapped", "subscribe delivered"),
        new("stripe", "charge.succeeded.uncaptured.json", 200, "mapped") { Note = "authorised, not captured: remembered only" },
        new("stripe", "charge.succeeded.jpy.json", 200, "mapped", "purchase rejected") { Note = "yen at a destination in dollars" },
        new("stripe", "charge.succeeded.test-mode.json", 200, "mapped", "purchase excluded") { Note = "a test is no sale" },
        new("shopify", "carts_update.json", 200, "mapped", "add_to_cart delivered"),
        new("shopify", "checkouts_create.json", 200, "mapped", "initiate_checkout delivered"),
        new("shopify", "orders_paid.json", 200, "mapped", "purchase delivered"),
        new("shopify", "orders_paid.json", 200, "mapped", "purchase delivered") { Duplicate = true, Note = "sent again: stored once" },
        new("shopify", "orders_paid.stock-notification.json", 200, "ignored") { Note = "Shopify's own test order" },
        new("calendly", "invitee.created.json", 200, "mapped", "schedule delivered"),
        new("calendly", "invitee.created.json", 200, "mapped", "schedule delivered") { Duplicate = true, Note = "sent again: stored once" },
    ];
}

/// <param name="Source">The source.</param>
/// <param name="Sample">The sample's file name.</param>
/// <param name="Status">The answer that it must get.</param>
/// <param name="WebhookState">The state in which the webhook must end; null: there must be none.</param>
/// <param name="Conversions">What must come of it: event name and state, each.</param>
internal sealed record DemoStep(string Source, string Sample, int Status, string? WebhookState, params IReadOnlyList<string> Conversions)
{
    /// <summary>Whether it must be answered as seen before.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Whether a byte of the signed body is flipped.</summary>
    public bool Tamper { get; init; }

    /// <summary>Why it ends so, for the table.</summary>
    public string Note { get; init; } = "";
}
