using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Amounts in other currencies than the destination's, seen at Cometly.</summary>
public sealed class ConvertTests
{
    private const string Charge = "stripe/charge.succeeded.json";

    [Theory]
    [InlineData("jpy", "0.00663", "33.15", "5000 JPY at 0.00663 (since 2025-01-01) = 33.15 USD")]
    [InlineData("kwd", "3.2541", "16.66", "5.120 KWD at 3.2541 (since 2025-01-01) = 16.66 USD")]
    [InlineData("ugx", "0.000271", "13.55", "50000.00 UGX at 0.000271 (since 2025-01-01) = 13.55 USD")]
    public async Task A_payment_in_another_currency_is_sent_in_the_destinations_and_the_record_says_how(string currency, string rate, string sent, string text)
    {
        var (conversion, body) = await PayAsync(
            $"stripe/charge.succeeded.{currency}.json", "USD", $"{{ from: {currency.ToUpperInvariant()}, rate: {rate}, since: 2025-01-01 }}");

        Assert.Equal(ConversionState.Delivered, conversion.State);
        Assert.Equal(sent, body!["amount"]!.ToJsonString());
        Assert.Equal(text, (string?)JsonNode.Parse(conversion.FieldsJson)!["amount"]!["converted"]);
        Assert.Equal("USD", CometlyEventJson.Read(conversion.EventJson).Order.Currency);
    }

    [Fact]
    public async Task A_payment_in_euros_is_whole_yen_at_a_space_in_yen()
    {
        var (_, body) = await PayAsync(Charge, "JPY", "{ from: EUR, rate: 162.5, since: 2025-01-01 }", charge => (charge["currency"], charge["amount"], charge["amount_captured"]) = ("eur", 1999, 1999));

        Assert.Equal("3248", body!["amount"]!.ToJsonString());
    }

    [Theory]
    [InlineData("2026-03-02T09:00:00Z", "108.32")]
    [InlineData("2026-03-05T00:00:00Z", "109.11")]
    public async Task The_rate_of_the_events_day_counts_and_not_that_of_the_day_on_which_it_is_received(string time, string sent)
    {
        var created = DateTimeOffset.Parse(time, provider: null).ToUnixTimeSeconds();

        var (_, body) = await PayAsync(
            Charge,
            "USD",
            "{ from: EUR, rate: 1.0911, since: 2026-03-05 }, { from: EUR, rate: 1.0832, since: 2026-03-02 }, { from: EUR, rate: 9, since: 2026-03-06 }",
            charge => (charge["currency"], charge["amount"], charge["amount_captured"], charge["created"], charge.Root["created"]) = ("eur", 10000, 10000, created, created));

        Assert.Equal(sent, body!["amount"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_a_rate_for_its_day_it_is_rejected_with_the_line_that_is_missing()
    {
        var (conversion, body) = await PayAsync("stripe/charge.succeeded.jpy.json", "USD", "{ from: JPY, rate: 0.0066, since: 2099-01-01 }");

        var day = conversion.Reason![conversion.Reason!.IndexOf("since: ", StringComparison.Ordinal)..];
        Assert.Equal(ConversionState.Rejected, conversion.State);
        Assert.StartsWith("currency: 5000 JPY at a USD destination; ", conversion.Reason, StringComparison.Ordinal);
        Assert.EndsWith("or give its list 'convert' a rate, and restart the hub: { from: JPY, rate: <how much USD 1 JPY is>, " + day, conversion.Reason, StringComparison.Ordinal);
        Assert.Matches(@"^since: 20\d\d-\d\d-\d\d }$", day);
        Assert.Null(body);
    }

    [Fact]
    public async Task The_guards_judge_the_converted_amount()
    {
        var (conversion, body) = await PayAsync(
            Charge, "USD", "{ from: UGX, rate: 0.00027, since: 2025-01-01 }", charge => (charge["currency"], charge["amount"], charge["amount_captured"]) = ("ugx", 1000, 1000));

        Assert.Equal(ConversionState.Excluded, conversion.State);
        Assert.StartsWith("zero:", conversion.Reason, StringComparison.Ordinal);
        Assert.Equal("10.00 UGX at 0.00027 (since 2025-01-01) = 0.00 USD", (string?)JsonNode.Parse(conversion.FieldsJson)!["amount"]!["converted"]);
        Assert.Null(body);
    }

    private static async Task<(ConversionRecord Conversion, JsonNode? Body)> PayAsync(string sample, string currency, string rates, Action<JsonNode>? change = null)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).Configure(
            [HubFolder.Endpoint("stripe", "stripe")], [HubFolder.Destination("main", $", currency: {currency}, convert: [ {rates} ]")]);
        await using var hub = await RunningHub.StartAsync(folder);

        var webhook = await hub.EndedAsync(await hub.PostAsync(sample, SampleBody.OfStripe(sample, change ?? (_ => { }))));

        return (Assert.Single(webhook.Conversions), cometly.Requests is [{ } request] ? JsonNode.Parse(request.Body) : null);
    }
}
