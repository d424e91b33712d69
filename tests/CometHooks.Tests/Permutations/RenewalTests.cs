using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Permutations;

/// <summary>A visitor whom a checkout in March knew is known at the payment in April: this one, and nobody else.</summary>
public sealed class RenewalTests
{
    private const string Session = "stripe/checkout.session.completed.subscription.json";
    private const string Renewal = "stripe/charge.succeeded.renewal.json";
    private const string Guest = "stripe/checkout.session.completed.json";
    private const string Token = "4608d0ed2375a7fd473b4484f957b078fa8003";
    private const string GuestToken = "3f9c2d71b04e8a56c1d97e20f35ab86490de12";

    private static readonly DateTimeOffset March = new(2026, 3, 6, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan WaitingTime = TimeSpan.FromSeconds(31);

    [Theory]
    [InlineData("stripe", Session, Renewal, Token)]
    [InlineData("stripe", Session, "stripe/payment_intent.succeeded.renewal.json", Token)]
    [InlineData("stripe", "stripe/checkout.session.completed.subscription-acacia.json", "stripe/charge.succeeded.renewal-acacia.json", "dbfd73a6ad99ee4014d567eb6e787aabc1bb0a")]
    [InlineData("stripe", "stripe/checkout.session.completed.subscription-acacia.json", "stripe/invoice.paid.renewal-acacia.json", "dbfd73a6ad99ee4014d567eb6e787aabc1bb0a")]
    [InlineData("stripe-invoices", Session, "stripe/invoice.paid.renewal.json", Token)]
    [InlineData("stripe-invoices", "stripe/checkout.session.completed.subscription-acacia.json", "stripe/invoice.paid.renewal-acacia.json", "dbfd73a6ad99ee4014d567eb6e787aabc1bb0a")]
    public async Task The_renewal_in_April_carries_the_token_of_the_checkout_in_March(string mapping, string session, string renewal, string token)
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target($"mappings/{mapping}.yaml"));

        await hub.TakeAsync("stripe", SampleBody.Of(session));
        await hub.PassAsync(Month);
        await hub.TakeAsync("stripe", SampleBody.Of(renewal));
        await hub.PassAsync(WaitingTime);

        Assert.Equal(token, TokenOf(Purchase(hub, renewal)));
    }

    [Fact]
    public async Task The_renewal_at_another_destination_does_not()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"), MemoryHub.Target("mappings/stripe.yaml", "other", "other space"));

        await hub.TakeAsync("stripe", SampleBody.Of(Session));
        await hub.PassAsync(Month);
        await hub.TakeAsync("stripe", SampleBody.Of(Renewal));
        await hub.TakeAsync("other", SampleBody.Of(Renewal));
        await hub.PassAsync(WaitingTime);

        Assert.Equal(Token, TokenOf(Purchase(hub, Renewal)));
        Assert.Null(TokenOf(Purchase(hub, Renewal, "other space")));
    }

    [Fact]
    public async Task The_renewal_at_another_connected_account_does_not_though_customer_and_address_are_the_same()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml", accounts: "*"));
        byte[] At(string sample, string account) => SampleBody.Of(sample, body =>
        {
            body["account"] = account;
            body["id"] = $"{body["id"]}{account}";
        });

        await hub.TakeAsync("stripe", At(Session, "acct_one"));
        await hub.PassAsync(Month);
        await hub.TakeAsync("stripe", At(Renewal, "acct_one"), At(Renewal, "acct_two"), SampleBody.Of(Renewal));
        await hub.PassAsync(WaitingTime);

        var purchases = hub.Effects().Where(e => e.EventName == "purchase").ToDictionary(e => e.IdempotencyKey![^8..], TokenOf, StringComparer.Ordinal);
        Assert.Equal(3, purchases.Count);
        Assert.Equal([Token], purchases.Values.Where(token => token is not null));
        Assert.Equal(Token, purchases["acct_one"]);
    }

    [Fact]
    public async Task A_guest_is_known_again_by_the_address_and_another_guest_is_not()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));
        byte[] Charge(string email, string number) => SampleBody.Of("stripe/charge.succeeded.json", body =>
        {
            var charge = body["data"]!["object"]!;
            body["id"] = $"evt_{number}";
            body["created"] = (March + Month).ToUnixTimeSeconds();
            charge["id"] = $"ch_{number}";
            charge["payment_intent"] = $"pi_{number}";
            charge["billing_details"]!["email"] = email;
        });

        await hub.TakeAsync("stripe", SampleBody.Of(Guest));
        await hub.PassAsync(Month);
        await hub.TakeAsync("stripe", Charge("ada@example.com", "same"), Charge("bea@example.com", "other"));
        await hub.PassAsync(WaitingTime);

        Assert.Equal(GuestToken, TokenOf(hub.Effects().Single(e => e.IdempotencyKey == "evt_same")));
        Assert.Null(TokenOf(hub.Effects().Single(e => e.IdempotencyKey == "evt_other")));
    }

    [Fact]
    public async Task Of_two_checkouts_of_one_customer_the_later_one_is_remembered()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));
        var second = SampleBody.Of(Session, body =>
        {
            body["id"] = "evt_second";
            body["created"] = March.AddDays(10).ToUnixTimeSeconds();
            body["data"]!["object"]!["id"] = "cs_live_second";
            body["data"]!["object"]!["subscription"] = "sub_second";
            body["data"]!["object"]!["invoice"] = "in_second";
            body["data"]!["object"]!["metadata"] = new JsonObject { ["comet_token"] = "the-second-visit" };
        });

        await hub.TakeAsync("stripe", SampleBody.Of(Session));
        await hub.PassAsync(TimeSpan.FromDays(10));
        await hub.TakeAsync("stripe", second);
        await hub.PassAsync(Month);
        await hub.TakeAsync("stripe", SampleBody.Of(Renewal, body => body["created"] = March.AddDays(40).ToUnixTimeSeconds()));
        await hub.PassAsync(WaitingTime);

        Assert.Equal("the-second-visit", TokenOf(Purchase(hub, Renewal)));
    }

    [Fact]
    public async Task A_payment_that_carries_no_token_does_not_hide_the_one_that_is_remembered()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));

        await hub.TakeAsync("stripe", SampleBody.Of(Session));
        await hub.PassAsync(Month);
        await hub.TakeAsync("stripe", SampleBody.Of("stripe/invoice.paid.renewal.json"));
        await hub.TakeAsync("stripe", SampleBody.Of(Renewal));
        await hub.PassAsync(WaitingTime);

        Assert.Equal(Token, TokenOf(Purchase(hub, Renewal)));
    }

    private static StandInRequest Purchase(MemoryHub hub, string sample, string destination = "main")
    {
        var id = JsonNode.Parse(SampleBody.Of(sample))!["id"]!.GetValue<string>();
        return hub.Effects(destination).Single(e => e.EventName == "purchase" && e.IdempotencyKey == id);
    }

    private static string? TokenOf(StandInRequest request) =>
        JsonElement.Parse(request.Body).TryGetProperty("comet_token", out var token) ? token.GetString() : null;
}
