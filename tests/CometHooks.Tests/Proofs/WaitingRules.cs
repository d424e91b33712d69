namespace CometHooks.Tests.Proofs;

/// <summary>Three events of one payment count under it, and wait for each other.</summary>
internal static class WaitingRules
{
    /// <param name="folder">Whose Stripe mapping it is.</param>
    /// <param name="wait">How long they wait: a test that takes longer than the shipped 30 seconds must not depend on it.</param>
    public static HubFolder WithWaitingRules(this HubFolder folder, string wait) => folder.MapStripeBy($$"""
          - name: payment
            on: charge.succeeded
            send: purchase
            once_per: payment_intent
            wait_for_identity: {{wait}}
            fields: { email: billing_details.email, full_name: billing_details.name, amount: $facts.amount, order_id: payment_intent }
          - name: payment intent
            on: payment_intent.succeeded
            send: purchase
            once_per: id
            wait_for_identity: {{wait}}
            fields: { amount: $facts.amount, order_id: id }
          - name: paid checkout
            on: checkout.session.completed
            send: purchase
            once_per: payment_intent
            wait_for_identity: {{wait}}
            fields: { email: customer_details.email, comet_token: metadata.comet_token, amount: $facts.amount, order_id: payment_intent }
        """);
}
