using System.Text.Json.Nodes;

namespace CometHooks.Proof.World;

/// <summary>One payment at Stripe, and the events that tell of it in each generation of payloads.</summary>
internal sealed class StripePayment(Random random, bool acacia)
{
    private const string Data = "data.object.";

    private readonly string _payment = $"pi_3{Buyer.Letters(random, 22)}";
    private readonly string _charge = $"ch_3{Buyer.Letters(random, 22)}";
    private readonly int _minor = random.Next(500, 90_000);

    public string Session { get; } = $"cs_live_a1{Buyer.Letters(random, 40)}";

    public string Invoice { get; } = $"in_1{Buyer.Letters(random, 22)}";

    public string? Customer { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }

    /// <summary>What the shop wrote into the payment's own metadata; Stripe copies it to the charge.</summary>
    public string? Token { get; init; }

    public bool OfSubscription { get; init; }

    public bool ByCheckout { get; init; }

    public Happening ChargeSucceeded(DateTimeOffset at)
    {
        var paper = Event(OfSubscription ? "charge.succeeded.subscription" : "charge.succeeded", at)
            .With(Data + "id", _charge)
            .With(Data + "payment_intent", _payment)
            .With(Data + "amount", _minor)
            .With(Data + "amount_captured", _minor)
            .With(Data + "customer", Customer)
            .With(Data + "billing_details.email", Email)
            .With(Data + "billing_details.name", Name)
            .WithOwn(Data + "metadata", ("comet_token", Token));
        return (acacia ? paper.With(Data + "invoice", OfSubscription ? Invoice : null) : paper).At(at);
    }

    public Happening IntentSucceeded(DateTimeOffset at)
    {
        var paper = Event(OfSubscription ? "payment_intent.succeeded.subscription" : "payment_intent.succeeded", at)
            .With(Data + "id", _payment)
            .With(Data + "latest_charge", _charge)
            .With(Data + "amount", _minor)
            .With(Data + "amount_received", _minor)
            .With(Data + "customer", Customer)
            .WithOwn(Data + "metadata", ("comet_token", Token));
        return (acacia
            ? paper.With(Data + "invoice", OfSubscription ? Invoice : null)
            : paper.With(Data + "payment_details.order_reference", OfSubscription ? Invoice : ByCheckout ? Session : null)).At(at);
    }

    /// <param name="at">When.</param>
    /// <param name="token">The token in the session's metadata.</param>
    /// <param name="reference">Its client_reference_id.</param>
    /// <param name="subscription">The subscription that it began.</param>
    public Happening CheckoutCompleted(DateTimeOffset at, string? token, string? reference, string? subscription)
        => Event(OfSubscription ? "checkout.session.completed.subscription" : "checkout.session.completed", at)
            .With(Data + "id", Session)
            .With(Data + "payment_intent", OfSubscription ? null : _payment)
            .With(Data + "invoice", OfSubscription ? Invoice : null)
            .With(Data + "subscription", subscription)
            .With(Data + "customer", Customer)
            .With(Data + "amount_total", _minor)
            .With(Data + "amount_subtotal", _minor)
            .With(Data + "client_reference_id", reference)
            .With(Data + "customer_details.email", Email)
            .With(Data + "customer_details.name", Name)
            .With(Data + "customer_details.phone", Phone)
            .WithOwn(Data + "metadata", ("comet_token", token))
            .At(at);

    public Happening InvoicePaid(DateTimeOffset at, string subscription, string? token, bool isRenewal)
    {
        var paper = Event("invoice.paid", at)
            .With(Data + "id", Invoice)
            .With(Data + "amount_paid", _minor)
            .With(Data + "customer", Customer)
            .With(Data + "customer_email", Email)
            .With(Data + "customer_name", Name)
            .With(Data + "billing_reason", isRenewal ? "subscription_cycle" : "subscription_create");
        return (acacia
            ? paper.With(Data + "payment_intent", _payment).With(Data + "charge", _charge).With(Data + "subscription", subscription)
                .WithOwn(Data + "subscription_details.metadata", ("comet_token", token))
            : paper.With(Data + "parent.subscription_details.subscription", subscription)
                .WithOwn(Data + "parent.subscription_details.metadata", ("comet_token", token))).At(at);
    }

    /// <summary>Since basil the only event that names both invoice and payment; before, there is none.</summary>
    public Happening InvoicePaymentPaid(DateTimeOffset at)
        => Event("invoice_payment.paid", at)
            .With(Data + "id", $"inpay_1{Buyer.Letters(random, 22)}")
            .With(Data + "invoice", Invoice)
            .With(Data + "amount_paid", _minor)
            .With(Data + "payment.payment_intent", _payment)
            .At(at);

    public Happening SubscriptionCreated(DateTimeOffset at, string subscription, string? token)
        => Event("customer.subscription.created", at)
            .With(Data + "id", subscription)
            .With(Data + "customer", Customer)
            .With(Data + "latest_invoice", Invoice)
            .WithOwn(Data + "metadata", ("comet_token", token))
            .At(at);

    private SamplePaper Event(string sample, DateTimeOffset at)
    {
        var suffix = !acacia ? "" : sample.EndsWith(".subscription", StringComparison.Ordinal) ? "-acacia" : ".acacia";
        return new SamplePaper($"stripe/{sample}{suffix}.json")
            .With("id", $"evt_1{Buyer.Letters(random, 22)}")
            .With("created", JsonValue.Create(at.ToUnixTimeSeconds()));
    }
}
