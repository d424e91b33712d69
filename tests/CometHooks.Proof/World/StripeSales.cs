namespace CometHooks.Proof.World;

/// <summary>What a shop sells through Stripe: one-off through Checkout or a form of its own, and by subscription.</summary>
internal static class StripeSales
{
    public static IEnumerable<Happening> OneOff(Random random, Buyer buyer, DateTimeOffset at)
    {
        var token = buyer.Token(random);
        var byCheckout = random.Next(10) < 7;
        var place = random.Next(3);
        var payment = new StripePayment(random, acacia: random.Next(2) == 0)
        {
            Customer = buyer.IsGuest ? null : buyer.Customer,
            Email = byCheckout || random.Next(4) > 0 ? buyer.Email : null,
            Name = buyer.FullName,
            Phone = buyer.Phone,
            ByCheckout = byCheckout,
            Token = byCheckout && place > 0 ? null : token,
        };
        yield return payment.ChargeSucceeded(at);
        yield return payment.IntentSucceeded(at);
        if (byCheckout)
        {
            yield return payment.CheckoutCompleted(
                at.AddSeconds(1),
                token: place == 1 ? token : null,
                reference: place == 2 ? token is null ? $"cart {random.Next(1000)}" : $"ct_{token}" : null,
                subscription: null);
        }
    }

    /// <summary>A subscription that begins in Checkout, and its renewals a month apart.</summary>
    public static IEnumerable<Happening> Subscription(Random random, Buyer buyer, DateTimeOffset at, int renewals)
    {
        var acacia = random.Next(2) == 0;
        var token = buyer.Token(random);
        var inSubscription = random.Next(2) == 0 ? token : null;
        var subscription = $"sub_1{Buyer.Letters(random, 22)}";
        for (var month = 0; month <= renewals; month++)
        {
            var now = at.AddDays(30 * month);
            var payment = new StripePayment(random, acacia) { Customer = buyer.Customer, Email = buyer.Email, Name = buyer.FullName, Phone = buyer.Phone, OfSubscription = true };
            yield return payment.ChargeSucceeded(now);
            yield return payment.IntentSucceeded(now);
            yield return payment.InvoicePaid(now.AddSeconds(1), subscription, inSubscription, isRenewal: month > 0);
            if (!acacia)
            {
                yield return payment.InvoicePaymentPaid(now.AddSeconds(1));
            }

            if (month == 0)
            {
                yield return payment.SubscriptionCreated(now, subscription, inSubscription);
                yield return payment.CheckoutCompleted(now.AddSeconds(2), inSubscription is null ? token : null, reference: null, subscription);
            }
        }
    }
}
