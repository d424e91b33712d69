using System.Text;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Shopify's compliance webhooks are answered as all others, and carried out over the whole store.</summary>
public sealed class PrivacyWebhookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Customers_redact_erases_the_person_at_every_platform_and_the_orders_that_it_names()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var order = await OrderAsync(scene, 5001, "someone.else@lantern.example");
        var other = await OrderAsync(scene, 5002, "someone.else@lantern.example");
        var charge = await scene.BuyAsync("stripe/charge.succeeded.json");

        var asked = await RequestAsync(scene, "customers_redact", $$"""{"shop_id":1,"shop_domain":"{{order.Shop}}","customer":{"id":77,"email":"{{ForgottenPerson.Address}}","phone":null},"orders_to_redact":[5001]}""");
        var receipt = await EndedAsync(scene, asked);

        Assert.Equal((ErasureKind.Person, "endpoint shopify", 3L), (receipt.Kind, receipt.Actor, receipt.Rows.Webhooks));
        Assert.Equal(
            [Emptied.Erased, null, Emptied.Erased, Emptied.Erased],
            [(await scene.NowAsync(order)).Emptied, (await scene.NowAsync(other)).Emptied, (await scene.NowAsync(charge)).Emptied, (await scene.Hub.Archive.FindAsync(asked, Cancel))!.Emptied]);
        Assert.Equal(order.Conversions.Select(c => (c.State, c.OrderId)), (await scene.NowAsync(order)).Conversions.Select(c => (c.State, c.OrderId)));
        Assert.Empty(scene.FilesWith(ForgottenPerson.Trace));
    }

    [Fact]
    public async Task Shop_redact_erases_all_of_the_shop_and_nothing_of_another_source()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var order = await OrderAsync(scene, 5001, "someone.else@lantern.example");
        var charge = await scene.BuyAsync("stripe/charge.succeeded.json");

        var asked = await RequestAsync(scene, "shop_redact", $$"""{"shop_id":1,"shop_domain":"{{order.Shop}}"}""");
        var receipt = await EndedAsync(scene, asked);
        var late = await OrderAsync(scene, 5003, "late@lantern.example");

        Assert.Equal((ErasureKind.Shop, 2L), (receipt.Kind, receipt.Rows.Webhooks));
        Assert.Equal((Emptied.Erased, null), ((await scene.NowAsync(order)).Emptied, (await scene.NowAsync(charge)).Emptied));
        Assert.Null(late.Emptied);
        Assert.Empty(scene.FilesWith("someone.else"));
    }

    [Fact]
    public async Task A_data_request_leaves_a_receipt_with_what_is_held_and_erases_nothing()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var order = await OrderAsync(scene, 5001, "someone.else@lantern.example");
        var charge = await scene.BuyAsync("stripe/charge.succeeded.json");

        var asked = await RequestAsync(scene, "customers_data_request", $$"""{"shop_id":1,"shop_domain":"{{order.Shop}}","customer":{"id":77,"email":"{{ForgottenPerson.Address}}" },"orders_requested":[5001],"data_request":{ "id":9 } }""");
        var receipt = await EndedAsync(scene, asked);

        Assert.Equal((ErasureKind.Request, 3L), (receipt.Kind, receipt.Rows.Webhooks));
        Assert.Equal([order.Id, charge.Id, asked], receipt.Held);
        Assert.All([order, charge], w => Assert.Null(scene.NowAsync(w).GetAwaiter().GetResult().Emptied));
        Assert.Contains(await scene.Hub.Records.AuditAsync(10, Cancel), a => a.Kind == "erasure" && a.Text.Contains("somebody must answer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shop_redact", """{"shop_id":1,"shop_domain":"SHOP","customer":{"id":77,"email":"someone.else@lantern.example"},"orders_to_redact":[5001]}""")]
    [InlineData("shop_redact", """{"shop_id":1,"shop_domain":"another.myshopify.com"}""")]
    [InlineData("customers_redact", """{"shop_id":1,"shop_domain":"SHOP","customer":{"id":77},"orders_requested":[5001],"data_request":{"id":9}}""")]
    public async Task What_is_signed_for_another_shop_or_as_another_request_erases_nothing(string topic, string body)
    {
        await using var scene = await ForgottenPerson.StartAsync();
        var order = await OrderAsync(scene, 5001, "someone.else@lantern.example");

        using var message = scene.Hub.Signed($"shopify/{topic}.json", Encoding.UTF8.GetBytes(body.Replace("SHOP", order.Shop, StringComparison.Ordinal)));
        message.Headers.Remove("X-Shopify-Shop-Domain");
        message.Headers.Add("X-Shopify-Shop-Domain", order.Shop);
        var ended = await scene.Hub.EndedAsync(await scene.Hub.SendAsync(message));

        Assert.Equal(WebhookState.Ignored, ended.State);
        Assert.Empty((await Erasures(scene).ErasuresAsync(null, 10, Cancel)).Items);
    }

    [Theory]
    [InlineData("customers_redact", """{"shop_id":1,"shop_domain":"SHOP","customer":{}}""")]
    [InlineData("customers_redact", """{"shop_id":1,"shop_domain":"SHOP","customer":{"id":null,"email":null,"phone":null},"orders_to_redact":[]}""")]
    [InlineData("customers_redact", """{"shop_id":1,"shop_domain":"SHOP","customer":{"id":"","email":" ","phone":"-"},"orders_to_redact":[""]}""")]
    [InlineData("customers_data_request", """{"shop_id":1,"shop_domain":"SHOP","customer":{},"data_request":{"id":9}}""")]
    public async Task A_customers_request_that_names_nobody_touches_nobody_and_waits_for_a_person(string topic, string body)
    {
        await using var scene = await ForgottenPerson.StartAsync();
        await scene.Hub.Services.GetRequiredService<DeliveryService>().PauseAsync("main", "so that they wait");
        var orders = new[] { await WaitingOrderAsync(scene, 5001), await WaitingOrderAsync(scene, 5002) };

        var asked = await RequestAsync(scene, topic, body.Replace("SHOP", orders[0].Shop, StringComparison.Ordinal));
        var receipt = await ReceiptAsync(scene, asked);

        Assert.Equal((ErasureState.Broken, 0L), (receipt.State, receipt.Rows.Webhooks));
        Assert.Null(receipt.Held);
        var request = await scene.Hub.Archive.FindAsync(asked, Cancel);
        Assert.Equal((WebhookState.Ignored, null), (request!.State, request.Emptied));
        Assert.Contains("names nobody", request.Reason, StringComparison.Ordinal);
        foreach (var order in orders)
        {
            var now = await scene.NowAsync(order);
            Assert.Null(now.Emptied);
            Assert.Equal(ConversionState.Pending, Assert.Single(now.Conversions).State);
        }
    }

    private static IErasures Erasures(ForgottenPerson scene) => (IErasures)scene.Hub.Records;

    private static async Task<WebhookRecord> OrderAsync(ForgottenPerson scene, long id, string email)
        => await scene.Hub.EndedAsync(await scene.Hub.PostAsync("shopify/orders_paid.json", Order(id, email)));

    private static async Task<WebhookRecord> WaitingOrderAsync(ForgottenPerson scene, long id)
        => await scene.Hub.WhenAsync(
            await scene.Hub.PostAsync("shopify/orders_paid.json", Order(id, "someone.else@lantern.example")),
            w => w.State == WebhookState.Mapped && w.Conversions.All(c => c.State == ConversionState.Pending),
            "waits to be sent");

    private static byte[] Order(long id, string email)
    {
        var body = SampleBody.Of("shopify/orders_paid.json", o =>
        {
            o["id"] = id;
            o["admin_graphql_api_id"] = $"gid://shopify/Order/{id}";
            o["processed_at"] = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O");
        });
        return ForgottenPerson.Renamed(body, email);
    }

    private static async Task<long> RequestAsync(ForgottenPerson scene, string topic, string body)
    {
        var posted = await scene.Hub.PostAsync($"shopify/{topic}.json", Encoding.UTF8.GetBytes(body));
        Assert.Equal((200, "stored"), (posted.Status, posted.Word));
        return posted.Id!.Value;
    }

    private static async Task<Erasure> EndedAsync(ForgottenPerson scene, long webhook)
    {
        var receipt = await ReceiptAsync(scene, webhook);
        Assert.Equal(ErasureState.Done, receipt.State);
        return receipt;
    }

    private static async Task<Erasure> ReceiptAsync(ForgottenPerson scene, long webhook)
    {
        Erasure? receipt = null;
        await Until.True(
            async () => (receipt = (await Erasures(scene).ErasuresAsync(null, 10, Cancel)).Items.FirstOrDefault(e => e.Webhook == webhook)) is { State: ErasureState.Done or ErasureState.Broken },
            "the request is carried out");
        return receipt!;
    }
}
