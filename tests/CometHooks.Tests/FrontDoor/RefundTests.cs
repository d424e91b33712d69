using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Money that flows back, with the shipped refund rules switched on.</summary>
public sealed class RefundTests
{
    private const string Sample = "stripe/charge.refunded.json";

    [Theory]
    [InlineData("stripe.yaml")]
    [InlineData("stripe-invoices.yaml")]
    public async Task The_shipped_refund_rule_sends_a_custom_event_that_feeds_no_ad_bidding(string mapping)
    {
        var (conversion, body) = await RefundAsync(mapping, text => text);

        Assert.Equal(ConversionState.Delivered, conversion.State);
        Assert.Equal(("custom_event_1", 10m, true), ((string?)body!["event_name"], (decimal?)body["amount"], (bool?)body["do_not_capi"]));
        Assert.Null(Origin(conversion, "do_not_capi")["added"]);
    }

    [Fact]
    public async Task A_refund_carries_do_not_capi_also_where_its_rule_does_not_say_so_and_the_record_says_why()
    {
        var (conversion, body) = await RefundAsync("stripe.yaml", text => text.Replace("      do_not_capi: true\n", "", StringComparison.Ordinal));

        Assert.Equal(ConversionState.Delivered, conversion.State);
        Assert.True((bool?)body!["do_not_capi"]);
        Assert.Equal("a refund must not feed ad bidding; the rule may set do_not_capi itself", (string?)Origin(conversion, "do_not_capi")["added"]);
    }

    [Fact]
    public async Task A_rule_that_wants_its_refunds_forwarded_is_obeyed()
    {
        var (conversion, body) = await RefundAsync("stripe.yaml", text => text.Replace("do_not_capi: true", "do_not_capi: false", StringComparison.Ordinal));

        Assert.Equal(ConversionState.Delivered, conversion.State);
        Assert.Equal("false", body!["do_not_capi"]!.ToJsonString());
    }

    [Theory]
    [InlineData("purchase")]
    [InlineData("subscribe")]
    public async Task A_refund_under_a_standard_name_is_excluded_and_nothing_is_sent(string eventName)
    {
        var (conversion, body) = await RefundAsync("stripe.yaml", text => text.Replace("send: custom_event_1", $"send: {eventName}", StringComparison.Ordinal));

        Assert.Equal((ConversionState.Excluded, "refund: never a purchase"), (conversion.State, conversion.Reason));
        Assert.Null(body);
    }

    [Fact]
    public async Task A_charge_that_is_no_refund_is_not_marked()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        await using var hub = await RunningHub.StartAsync(folder);

        await hub.EndedAsync(await hub.PostAsync("stripe/charge.succeeded.json", Now("stripe/charge.succeeded.json")));

        Assert.Null(JsonNode.Parse(Assert.Single(cometly.Requests).Body)!["do_not_capi"]);
    }

    private static async Task<(ConversionRecord Conversion, JsonNode? Body)> RefundAsync(string mapping, Func<string, string> change)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        var shipped = folder.Read($"mappings/{mapping}");
        folder.Write("mappings/stripe.yaml", change(SwitchedOffRules.WithoutExamples(SwitchedOffRules.SwitchOn(shipped, "refund"))));
        await using var hub = await RunningHub.StartAsync(folder);

        var webhook = await hub.EndedAsync(await hub.PostAsync(Sample, Now(Sample)));

        return (Assert.Single(webhook.Conversions), cometly.Requests is [{ } request] ? JsonNode.Parse(request.Body) : null);
    }

    // An old event carries do_not_capi anyway.
    private static byte[] Now(string sample) => SampleBody.Of(sample, body => body["created"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private static JsonNode Origin(ConversionRecord conversion, string field) => JsonNode.Parse(conversion.FieldsJson)![field]!;
}
