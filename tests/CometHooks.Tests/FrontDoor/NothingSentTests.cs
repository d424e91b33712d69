using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

public sealed class NothingSentTests
{
    [Theory]
    [InlineData("an authorised but uncaptured charge", "stripe/charge.succeeded.uncaptured.json", "mapped", "captured = false")]
    [InlineData("an invoice over nothing", "stripe/invoice.paid.trial.json", "mapped", "amount_paid = 0")]
    [InlineData("an order over nothing", "shopify/orders_paid.free.json", "excluded", "zero: nothing was paid")]
    [InlineData("a test-mode event", "stripe/charge.succeeded.test-mode.json", "excluded", "test: the source marks this event as a test")]
    [InlineData("a test order", "shopify/orders_paid.test.json", "excluded", "test: the source marks this event as a test")]
    [InlineData("Shopify's stock notification", "shopify/orders_paid.stock-notification.json", "ignored", "financial_status = \"voided\"")]
    [InlineData("a connected account's event", "stripe/charge.succeeded.connected-account.json", "ignored", "connected account acct_")]
    [InlineData("a connected account's copy", "stripe/charge.succeeded.source-transfer.json", "ignored", "source_transfer = \"tr_")]
    [InlineData("a thin event", "stripe/v1.billing.meter.error_report_triggered.thin.json", "ignored", "thin event")]
    public async Task Nothing_is_sent_of_what_is_no_sale_and_the_reason_is_kept(string what, string sample, string state, string reason)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        await using var hub = await RunningHub.StartAsync(folder);

        var webhook = await hub.EndedAsync(sample);

        // Of a webhook that only said who the visitor is, the rules say why they sent nothing.
        var (actual, why) = webhook.Conversions is [var conversion] ? (Words.Of(conversion.State), conversion.Reason) : (Words.Of(webhook.State), webhook.Reason ?? webhook.DecisionsJson);
        Assert.Equal(state, actual);
        Assert.True(why?.Contains(reason, StringComparison.Ordinal), $"Of {what}: {why}");
        Assert.All(webhook.Conversions, c => Assert.Empty(c.Attempts));
        Assert.Empty(cometly.Requests);
    }

    [Fact]
    public async Task A_zero_amount_invoice_sends_nothing_where_invoices_are_what_counts()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Endpoints__stripe__mapping"] = "mappings/stripe-invoices.yaml";
        await using var hub = await RunningHub.StartAsync(folder);

        var webhook = await hub.EndedAsync("stripe/invoice.paid.trial.json");

        Assert.Empty(webhook.Conversions);
        Assert.Contains("amount_paid = 0", webhook.DecisionsJson, StringComparison.Ordinal);
        Assert.Empty(cometly.Requests);
    }
}
