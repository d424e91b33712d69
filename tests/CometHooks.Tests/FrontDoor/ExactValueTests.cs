using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Ids, amounts and phone numbers reach Cometly as they are meant, digit by digit.</summary>
public sealed class ExactValueTests
{
    private static readonly string[] Currencies = ["usd", "jpy", "kwd", "ugx"];

    [Fact]
    public async Task What_map_prints_is_byte_for_byte_what_is_posted_with_64_bit_ids_and_cents_intact()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        var body = SampleBody.Of("shopify/orders_paid.json", order =>
        {
            order["id"] = 9007199254740993; // 2^53 + 1: the first that a double cannot hold
            order["total_price"] = "19.99";
            order["processed_at"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
        });
        var file = folder.Write("orders_paid.json", Encoding.UTF8.GetString(body));

        var map = await Command.RunAsync("map", "--config", folder.Config, "--endpoint", "shopify", "--json", file);
        await using var hub = await RunningHub.StartAsync(folder);
        await hub.EndedAsync(await hub.PostAsync("shopify/orders_paid.json", body));

        var posted = Assert.Single(cometly.Requests).Body;
        Assert.Contains("\"order_id\":\"9007199254740993\"", posted, StringComparison.Ordinal);
        Assert.Contains("\"amount\":19.99,", posted, StringComparison.Ordinal);
        Assert.Contains($"\"body\":{posted},", map.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpy", "5000")]
    [InlineData("kwd", "5.12")]
    [InlineData("ugx", "50000")]
    public async Task A_currency_with_other_decimals_counts_in_major_units_where_it_belongs_and_is_rejected_at_dollars(string currency, string amount)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).Configure(
            Currencies.Select(c => HubFolder.Endpoint(c, "stripe", destination: c)),
            Currencies.Select(c => HubFolder.Destination(c, $", currency: {c.ToUpperInvariant()}, url: \"{cometly.Url}\"")));
        await using var hub = await RunningHub.StartAsync(folder);
        var sample = $"stripe/charge.succeeded.{currency}.json";

        var atHome = Assert.Single((await hub.EndedAsync(sample, endpoint: currency)).Conversions);
        var abroad = Assert.Single((await hub.EndedAsync(sample, endpoint: "usd")).Conversions);

        Assert.Equal(ConversionState.Delivered, atHome.State);
        Assert.Equal(amount, JsonNode.Parse(Assert.Single(cometly.Requests).Body)!["amount"]!.ToJsonString());
        Assert.Equal(ConversionState.Rejected, abroad.State);
        Assert.StartsWith($"currency: {amount} {currency.ToUpperInvariant()} at a USD destination", abroad.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(650)555-1212", "16505551212")]
    [InlineData("+44 20 7946 0958", "442079460958")]
    public async Task A_phone_number_is_sent_as_digits_with_its_country(string phone, string sent)
    {
        var (conversion, body) = await DeliverWithPhoneAsync(phone);

        Assert.Equal(ConversionState.Delivered, conversion.State);
        Assert.Equal(sent, (string?)body["phone"]);
    }

    [Fact]
    public async Task A_phone_number_that_is_none_is_dropped_and_recorded_and_the_conversion_goes()
    {
        var (conversion, body) = await DeliverWithPhoneAsync("12");

        Assert.Equal(ConversionState.Delivered, conversion.State);
        Assert.Null(body["phone"]);
        Assert.False(string.IsNullOrEmpty((string?)JsonNode.Parse(conversion.FieldsJson)!["phone"]!["dropped"]));
    }

    private static async Task<(ConversionRecord Conversion, JsonNode Body)> DeliverWithPhoneAsync(string phone)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Endpoints__stripe__phone_country"] = "US";
        await using var hub = await RunningHub.StartAsync(folder);

        var body = SampleBody.OfStripe("stripe/charge.succeeded.json", charge => charge["billing_details"]!["phone"] = phone);
        var webhook = await hub.EndedAsync(await hub.PostAsync("stripe/charge.succeeded.json", body));
        return (Assert.Single(webhook.Conversions), JsonNode.Parse(Assert.Single(cometly.Requests).Body)!);
    }
}
