using CometHooks.Deliver;
using CometHooks.Operate.Api;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>Somebody is called when something is wrong, once, and told when it is over.</summary>
public sealed class AlertTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_alert_for_all_signatures_failing_fires_within_a_minute_of_a_wrong_secret_and_resolves_itself_after_the_right_one()
    {
        await using var scene = new AlertScene();
        scene.Cometly.Answers(202);
        await scene.StartAsync(secret: "whsec_of_somebody_else");
        var since = scene.Clock.GetUtcNow();

        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(401, (await scene.SellAsync()).Status);
        }

        await scene.PassAsync(TimeSpan.FromSeconds(20));
        await scene.ToldAsync(1);
        var alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal(("signatures/stripe", "error"), (alert.Key, alert.Severity));
        Assert.InRange(alert.Since - since, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        var overview = await scene.Hub.Services.GetRequiredService<OverviewView>().NowAsync(Cancel);
        Assert.Contains(overview.ForAPerson, c => c.Severity == "error" && c.Text.StartsWith(alert.Text, StringComparison.Ordinal) && c.Page == "/endpoints");
        Assert.Contains(scene.Hub.Log.Messages, m => m.StartsWith("ALERT", StringComparison.Ordinal) && m.Contains("signatures/stripe", StringComparison.Ordinal));

        // The right secret comes with a restart; nothing is told twice for it.
        await scene.StartAsync();
        await scene.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(alert, Assert.Single(await scene.OpenAsync()));
        await scene.Hub.EndedAsync(await scene.SellAsync());
        await scene.PassAsync(TimeSpan.FromSeconds(10));
        await scene.ToldAsync(2);

        Assert.Empty(await scene.OpenAsync());
        Assert.Equal(["alert.fired", "alert.resolved"], scene.Receiver.Told.Select(t => (string?)t["type"]));
        Assert.Equal("signatures/stripe", (string?)scene.Receiver.Told[1]["data"]!["alert"]);
        Assert.Equal("https://hooks.example.com/endpoints", (string?)scene.Receiver.Told[0]["data"]!["url"]);
    }

    [Fact]
    public async Task Authentic_webhooks_that_are_all_refused_for_their_shop_call_somebody_and_say_that_it_is_the_shop()
    {
        await using var scene = new AlertScene(endpoints: HubFolder.Endpoint("shopify", "shopify", ", shop: lantern.example"));
        await scene.StartAsync();

        for (var n = 0; n < 3; n++)
        {
            var refused = await scene.Hub.PostAsync("shopify/orders_paid.json", FreshIds.In(SampleBody.Of("shopify/orders_paid.json")));
            Assert.Equal(401, refused.Status);
        }

        await scene.PassAsync(TimeSpan.FromSeconds(20));
        await scene.ToldAsync(1);

        var alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal("signatures/shopify", alert.Key);
        Assert.Contains("wrong shop", alert.Text, StringComparison.Ordinal);
        Assert.Matches("It is bound to lantern\\.example; the last one came from [a-z0-9.-]+: set the endpoint's shop to the right one and restart", alert.Text);
        Assert.Single(scene.Hub.Log.Messages, m => m.Contains("bound to lantern.example; the last one came from ", StringComparison.Ordinal) && m.Contains("refuses authentic webhooks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unsigned_requests_call_somebody_where_nothing_was_ever_accepted_and_nobody_where_webhooks_come()
    {
        await using var scene = new AlertScene(endpoints: HubFolder.Endpoint("calendly", "calendly"));
        scene.Cometly.Answers(202);
        await scene.StartAsync();
        await scene.Hub.EndedAsync(await scene.SellAsync());
        scene.Clock.Advance(TimeSpan.FromSeconds(1));

        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(401, (await UnsignedAsync(scene, "stripe/charge.succeeded.json", "Stripe-Signature")).Status);
            Assert.Equal(401, (await UnsignedAsync(scene, "calendly/invitee.created.json", "Calendly-Webhook-Signature")).Status);
        }

        await scene.PassAsync(TimeSpan.FromSeconds(20));
        await scene.ToldAsync(1);

        var alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal("unsigned/calendly", alert.Key);
        Assert.Contains("signature missing", alert.Text, StringComparison.Ordinal);

        await scene.PassAsync(TimeSpan.FromHours(6));
        await scene.ToldAsync(2);
        Assert.Empty(await scene.OpenAsync());
    }

    [Fact]
    public async Task A_forged_request_among_good_ones_calls_nobody()
    {
        await using var scene = new AlertScene();
        scene.Cometly.Answers(202);
        await scene.StartAsync();

        for (var n = 0; n < 5; n++)
        {
            using var forged = scene.Hub.Signed("stripe/charge.succeeded.json", "{}"u8.ToArray());
            forged.Content = new StringContent("{\"id\":\"evt_forged\"}");
            Assert.Equal(401, (await scene.Hub.SendAsync(forged)).Status);
        }

        Assert.Equal(200, (await scene.SellAsync()).Status);
        await scene.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(await scene.OpenAsync());
        Assert.Empty(scene.Receiver.Told);
    }

    [Fact]
    public async Task The_silence_alarm_fires_for_an_endpoint_that_sent_hourly_and_stopped()
    {
        await using var scene = new AlertScene();
        scene.Cometly.Answers(202);
        await scene.StartAsync();
        for (var hour = 0; hour < 13; hour++)
        {
            var next = scene.Clock.GetUtcNow().AddHours(1);
            await scene.Hub.EndedAsync(await scene.SellAsync());
            await scene.HoursAsync(hour + 1);
            scene.Clock.Advance(next - scene.Clock.GetUtcNow());
        }

        await scene.PassAsync(TimeSpan.FromMinutes(90));
        Assert.Empty(await scene.OpenAsync());
        await scene.PassAsync(TimeSpan.FromHours(1));
        await scene.ToldAsync(1);

        Assert.Equal("silence/stripe", Assert.Single(await scene.OpenAsync()).Key);
        await scene.Hub.EndedAsync(await scene.SellAsync());
        await scene.PassAsync(TimeSpan.FromSeconds(30));
        await scene.ToldAsync(2);
        Assert.Empty(await scene.OpenAsync());
        Assert.Equal(["alert.fired", "alert.resolved"], scene.Receiver.Told.Select(t => (string?)t["type"]));
    }

    [Fact]
    public async Task What_waits_longer_than_the_setting_and_a_paused_destination_call_somebody_until_it_is_gone()
    {
        await using var scene = new AlertScene();
        scene.Cometly.Answers(401, """{"message":"Unauthenticated."}""");
        await scene.StartAsync();
        await scene.SellAsync();
        await Until.True(() => scene.Cometly.Server.LogEntries.Any(), "Cometly answered");

        await scene.PassAsync(TimeSpan.FromSeconds(10));
        await scene.ToldAsync(1);
        await scene.PassAsync(TimeSpan.FromHours(1));
        await scene.ToldAsync(2);
        Assert.Equal(["paused/main", "oldest_age"], (await scene.OpenAsync()).Select(a => a.Key));

        scene.Cometly.Server.Reset();
        scene.Cometly.Answers(202);
        await scene.PassAsync(TimeSpan.FromMinutes(6));
        await Until.True(() => scene.Cometly.Server.LogEntries.Any(), "the probe was answered");
        await scene.PassAsync(TimeSpan.FromSeconds(30));
        await scene.ToldAsync(4);

        Assert.Empty(await scene.OpenAsync());
        Assert.Equal(2, scene.Receiver.Told.Count(t => (string?)t["type"] == "alert.resolved"));
    }

    [Fact]
    public async Task A_webhook_that_a_rule_fails_on_calls_somebody_until_the_mapping_is_mended()
    {
        await using var scene = new AlertScene();
        scene.Cometly.Answers(202);
        scene.Folder.MapStripeBy(Rule("billing_details.email > 5"));
        await scene.StartAsync();
        await scene.Hub.WhenAsync(await scene.SellAsync(), w => w.State == WebhookState.Failed, "failed");
        await scene.PassAsync(TimeSpan.FromSeconds(10));
        await scene.ToldAsync(1);
        Assert.Equal([("failed_webhooks", "/events?state=failed")], (await scene.OpenAsync()).Select(a => (a.Condition, a.Page)));

        // One that nobody mends is told once, and does not keep the next from being told.
        await scene.PassAsync(TimeSpan.FromDays(1));
        await scene.ToldAsync(2);
        Assert.Empty(await scene.OpenAsync());
        await scene.Hub.WhenAsync(await scene.SellAsync(), w => w.State == WebhookState.Failed, "failed");
        await scene.PassAsync(TimeSpan.FromSeconds(30));
        await scene.ToldAsync(3);

        scene.Folder.MapStripeBy(Rule("amount > 5"));
        await scene.StartAsync();
        await scene.PassAsync(TimeSpan.FromSeconds(30));
        await scene.ToldAsync(4);

        Assert.Empty(await scene.OpenAsync());
        Assert.Equal("A webhook could not be mapped: a rule fails on it", (string?)scene.Receiver.Told[0]["data"]!["text"]);
    }

    private static string Rule(string when) =>
        $"  - name: payment\n    on: charge.succeeded\n    when: {when}\n    send: purchase\n    once_per: id\n    fields: {{ email: billing_details.email, amount: $facts.amount }}";

    [Fact]
    public async Task Dead_letters_call_somebody_once_however_many_there_are()
    {
        await using var scene = new AlertScene();
        await scene.StartAsync();
        await scene.Hub.Services.GetRequiredService<DeliveryService>().PauseAsync("main", "so that nothing is sent");
        await scene.KillAsync();
        await scene.PassAsync(TimeSpan.FromSeconds(10));
        await scene.ToldAsync(2);
        await scene.KillAsync();
        await scene.StartAsync();
        await scene.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["dead_letters", "paused"], scene.Receiver.Told.Select(t => (string?)t["data"]!["condition"]).Order(StringComparer.Ordinal));
        Assert.Equal("A conversion used up its attempts and waits for a person", (await scene.OpenAsync()).Single(a => a.Condition == "dead_letters").Text);
    }

    private static async Task<PostedWebhook> UnsignedAsync(AlertScene scene, string sample, string header)
    {
        using var message = scene.Hub.Signed(sample, FreshIds.In(SampleBody.Of(sample)));
        Assert.True(message.Headers.Remove(header));
        return await scene.Hub.SendAsync(message);
    }
}
