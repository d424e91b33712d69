using System.Text.Json;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Permutations;

/// <summary>
/// How a payment of a subscription finds its checkout, which names no payment in any generation: where the events link the
/// two it goes at once, where they do not it waits, and only the customer is left.
/// </summary>
public sealed class LinkTests
{
    private const string Token = "4608d0ed2375a7fd473b4484f957b078fa8003";
    private const string Session = "stripe/checkout.session.completed.subscription.json";
    private const string Charge = "stripe/charge.succeeded.subscription.json";

    private static readonly DateTimeOffset March = new(2026, 3, 6, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("before basil the charge names the invoice", "dbfd73a6ad99ee4014d567eb6e787aabc1bb0a", "stripe/checkout.session.completed.subscription-acacia.json", "stripe/charge.succeeded.subscription-acacia.json")]
    [InlineData("since basil the invoice payment names both", Token, Session, "stripe/invoice_payment.paid.json", Charge)]
    [InlineData("also when it comes last", Token, Charge, Session, "stripe/invoice_payment.paid.json")]
    [InlineData("or the payment intent hints at the invoice", Token, Session, "stripe/payment_intent.succeeded.subscription.json")]
    public async Task A_payment_that_is_linked_to_its_checkout_goes_at_once(string link, string token, params string[] samples)
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));

        await hub.TakeAsync("stripe", samples.Select(sample => (ReadOnlyMemory<byte>)SampleBody.Of(sample)));

        Assert.True(TokensOfPurchases(hub).SequenceEqual([token]), link);
    }

    [Fact]
    public async Task Without_a_link_it_waits_and_then_has_the_token_of_the_customer()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));

        await hub.TakeAsync("stripe", SampleBody.Of(Session), SampleBody.Of(Charge));
        var atOnce = TokensOfPurchases(hub).ToList();
        await hub.PassAsync(TimeSpan.FromSeconds(31));

        Assert.Empty(atOnce);
        Assert.Equal([Token], TokensOfPurchases(hub));
    }

    private static IEnumerable<string?> TokensOfPurchases(MemoryHub hub) =>
        hub.Effects().Where(e => e.EventName == "purchase").Select(e => JsonElement.Parse(e.Body).TryGetProperty("comet_token", out var token) ? token.GetString() : null);
}
