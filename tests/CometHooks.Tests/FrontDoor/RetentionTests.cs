using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A hub that comes back a month later, a quarter, a year: what it still knows.</summary>
public sealed class RetentionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_later_the_bodies_are_gone_a_quarter_later_the_conversions_and_a_year_later_it_counts_again()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        using var asking = new HubFolder("http://127.0.0.1:1/");
        asking.Configure([HubFolder.Endpoint("shopify", "shopify")], further: $"store: {{ path: \"{folder.Store}\" }}");
        var body = Order(5001);
        WebhookRecord sold;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            sold = await hub.EndedAsync(await hub.PostAsync("shopify/orders_paid.json", body));
        }

        await using (var hub = await RunningHub.StartAsync(folder, later: TimeSpan.FromDays(31)))
        {
            var emptied = await WhenAsync(hub, sold.Id, w => w.Emptied == Emptied.Expired, "its body is gone");
            Assert.Equal((0, 1, sold.DecisionsJson, sold.FactsJson), (emptied.Body.Length, emptied.Conversions.Count, emptied.DecisionsJson, emptied.FactsJson));
            var again = await hub.PostAsync("shopify/orders_paid.json", body);
            Assert.Equal((200, "duplicate"), (again.Status, again.Word));
            await hub.EndedAsync(await hub.PostAsync("shopify/orders_paid.json", Order(5002)));
            var page = await Command.RunAsync("explain", "--config", asking.Config, $"wh_{sold.Id}");
            Assert.Contains("gone: older than retention.bodies", page.Output, StringComparison.Ordinal);
        }

        await using (var hub = await RunningHub.StartAsync(folder, later: TimeSpan.FromDays(91)))
        {
            await WhenAsync(hub, sold.Id, w => w.Conversions.Count == 0 && w.DecisionsJson is null, "its conversions are gone");

            // The same order, told once more by another event.
            var edited = await hub.EndedAsync(await hub.PostAsync("shopify/orders_paid.json", Order(5001, "edited")));
            Assert.Equal(ConversionState.Suppressed, edited.Conversions.First(c => c.EventName == "purchase").State);
            Assert.Equal(2, cometly.Effects.Count);
        }

        await using (var hub = await RunningHub.StartAsync(folder, later: TimeSpan.FromDays(800)))
        {
            await Until.True(async () => await hub.Archive.FindAsync(sold.Id, Cancel) is null, "the webhook is gone");
            var series = await ((IOverview)hub.Records).SeriesAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1000), Cancel);
            Assert.Equal(2, series.Where(p => p.Measure == "delivered").Sum(p => p.Count));
        }
    }

    private static byte[] Order(long id, string note = "first") => SampleBody.Of("shopify/orders_paid.json", o =>
    {
        o["id"] = id;
        o["note"] = note;
    });

    private static async Task<WebhookRecord> WhenAsync(RunningHub hub, long id, Func<WebhookRecord, bool> holds, string what)
        => await hub.WhenAsync(new PostedWebhook(200, "", id, ""), holds, what);
}
