namespace CometHooks.Tests.Permutations;

/// <summary>The events about money that one checkout at Stripe raises, as samples of one payload generation.</summary>
/// <param name="Generation">The generation of the payloads.</param>
/// <param name="Mode">What is sold, and how.</param>
/// <param name="AlwaysCustomer">Stripe makes a customer for it: a guest is then a customer whom nobody knew before.</param>
/// <param name="Amount">What was paid.</param>
/// <param name="Samples">One of each event.</param>
internal sealed record Checkout(string Generation, string Mode, bool AlwaysCustomer, decimal Amount, params IReadOnlyList<string> Samples)
{
    public const string BeforeBasil = "before basil";
    public const string SinceBasil = "since basil";

    public static IReadOnlyList<Checkout> All { get; } =
    [
        new(BeforeBasil, "one-off", AlwaysCustomer: false, 19.99m,
            "payment_intent.succeeded.acacia", "charge.succeeded.acacia", "checkout.session.completed.acacia"),
        new(BeforeBasil, "one-off with invoice", AlwaysCustomer: true, 42m,
            "payment_intent.succeeded.with-invoice-acacia", "charge.succeeded.with-invoice-acacia", "checkout.session.completed.with-invoice-acacia",
            "invoice.paid.with-invoice-acacia"),
        new(BeforeBasil, "subscription", AlwaysCustomer: true, 35m,
            "payment_intent.succeeded.subscription-acacia", "charge.succeeded.subscription-acacia", "checkout.session.completed.subscription-acacia",
            "customer.subscription.created.acacia", "invoice.paid.acacia"),
        new(SinceBasil, "one-off", AlwaysCustomer: false, 49m,
            "payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"),
        new(SinceBasil, "one-off with invoice", AlwaysCustomer: true, 88m,
            "payment_intent.succeeded.with-invoice", "charge.succeeded.with-invoice", "checkout.session.completed.with-invoice",
            "invoice.paid.manual", "invoice_payment.paid.with-invoice"),
        new(SinceBasil, "subscription", AlwaysCustomer: true, 29m,
            "payment_intent.succeeded.subscription", "charge.succeeded.subscription", "checkout.session.completed.subscription",
            "customer.subscription.created", "invoice.paid", "invoice_payment.paid"),
    ];

    public bool IsSubscription => Mode == "subscription";

    /// <summary>A session of the same generation, for a purchase that the same customer made before.</summary>
    public string EarlierSample => Generation == BeforeBasil ? "checkout.session.completed.acacia" : "checkout.session.completed";
}
