using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Map;
using CometHooks.Tests.FrontDoor;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Permutations;

/// <summary>What a payment counts for where its events disagree, and who a refund belongs to.</summary>
public sealed class PaymentTests
{
    private const string Intent = "stripe/payment_intent.succeeded.manual-capture.json";
    private const string Charge = "stripe/charge.succeeded.uncaptured.json";

    private static readonly DateTimeOffset March = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan WaitingTime = TimeSpan.FromSeconds(31);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_captured_in_parts_counts_with_the_sum_that_the_payment_intent_received(bool chargeFirst)
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));
        ReadOnlyMemory<byte> part = SampleBody.OfStripe(Charge, charge =>
        {
            charge["captured"] = true;
            charge["amount_captured"] = 3000;
        });
        ReadOnlyMemory<byte> sum = SampleBody.Of(Intent);

        await hub.TakeAsync("stripe", chargeFirst ? [part, sum] : [sum, part]);
        await hub.PassAsync(WaitingTime);

        Assert.Equal(80m, AmountOf(Assert.Single(hub.Effects())));
    }

    [Fact]
    public async Task A_payment_captured_by_hand_is_its_guests_who_only_the_authorised_charge_named()
    {
        await using var hub = await MemoryHub.StartAsync(March, MemoryHub.Target("mappings/stripe.yaml"));

        await hub.TakeAsync("stripe", SampleBody.OfStripe(Charge, NoMetadata));
        await hub.PassAsync(TimeSpan.FromDays(1));
        await hub.TakeAsync("stripe", SampleBody.OfStripe(Intent, NoMetadata));
        await hub.PassAsync(WaitingTime);

        Assert.Equal("gia@example.com", JsonElement.Parse(Assert.Single(hub.Effects()).Body).GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_refund_that_is_switched_on_is_the_orders_visitors()
    {
        var target = MemoryHub.Target("mappings/shopify.yaml", "shopify");
        var mapping = MappingReader.Read(target.Mapping.Name, SwitchedOffRules.SwitchOn(ShippedFiles.Text(target.Mapping.Name)), []);
        await using var hub = await MemoryHub.StartAsync(March, target with { Mapping = mapping! });

        await hub.TakeAsync("shopify", "orders_paid.json", [SampleBody.Of("shopify/orders_paid.json")]);
        await hub.PassAsync(TimeSpan.FromDays(5));
        await hub.TakeAsync("shopify", "refunds_create.json", [SampleBody.Of("shopify/refunds_create.json")]);

        var refund = JsonElement.Parse(Assert.Single(hub.Effects(), e => e.EventName == "custom_event_1").Body);
        Assert.Equal("ada@example.com", refund.GetProperty("email").GetString());
        Assert.Equal("7c2eb38215616df7f99f6a5d85f3a567784817", refund.GetProperty("comet_token").GetString());
        Assert.True(refund.GetProperty("do_not_capi").GetBoolean());
    }

    private static void NoMetadata(JsonNode it) => it["metadata"] = new JsonObject();

    private static decimal AmountOf(StandInRequest request) => JsonElement.Parse(request.Body).GetProperty("amount").GetDecimal();
}
