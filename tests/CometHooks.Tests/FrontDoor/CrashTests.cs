using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.FrontDoor;

/// <summary>The hub as a process that is killed, or told to stop, while deliveries are under way.</summary>
public sealed class CrashTests
{
    private const int Rounds = 3;

    [Fact]
    public async Task What_was_acknowledged_is_delivered_once_however_often_the_hub_is_killed()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        using var shop = new Shop();
        var random = new Random(20261103);
        var caught = 0;
        AnswerSlowly(cometly, TimeSpan.FromMilliseconds(60), times: 500);

        for (var round = 0; round < Rounds; round++)
        {
            await using var hub = await HubProcess.StartAsync(folder, TestContext.Current.CancellationToken);
            var target = shop.Acknowledged.Count + random.Next(15, 60);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SellUntilAsync(shop, hub, target)));
            await hub.KillAsync(TestContext.Current.CancellationToken);
            caught += shop.Acknowledged.Count - cometly.Effects.Count;
        }

        await using var last = await RunningHub.StartAsync(folder);
        await shop.RetryAsync(last.Url("/"));
        await Until.True(async () => await DeliveredAsync(last.Archive) == shop.Posted.Count, "all that was posted is delivered");

        Assert.True(caught > 0, "No kill came between acknowledgement and delivery: this run showed nothing.");
        Assert.True(cometly.Requests.Count > shop.Posted.Count, "No kill cut a delivery off: this run showed nothing.");
        Assert.Equal(shop.Posted.Keys.Order(StringComparer.Ordinal), cometly.Effects.Select(e => e.IdempotencyKey).Order(StringComparer.Ordinal));
        Assert.Equal(shop.Posted.Count, cometly.Effects.Select(e => e.OrderId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(cometly.Requests.GroupBy(r => r.IdempotencyKey), same => Assert.Single(same.Select(r => r.Body).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_hub_that_is_told_to_stop_finishes_what_is_under_way_leaves_the_rest_due_and_exits_0()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Destinations__main__concurrency"] = "2";
        using var shop = new Shop();
        AnswerSlowly(cometly, TimeSpan.FromSeconds(1), times: 4);
        await using var hub = await HubProcess.StartAsync(folder, TestContext.Current.CancellationToken);
        for (var i = 0; i < 8; i++)
        {
            Assert.True(await shop.SellAsync(hub.Webhooks));
        }

        await Until.True(() => cometly.Requests.Count > 0, "a delivery is under way");
        var exitCode = await hub.TerminateAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
        var begun = cometly.Requests.Count;
        Assert.InRange(begun, 1, 7);
        await using (var store = await SqliteStore.OpenAsync(folder.Load().Options.Store, TimeProvider.System, NullLogger.Instance))
        {
            Assert.Equal(begun, await DeliveredAsync(store));
        }

        await using var again = await RunningHub.StartAsync(folder);
        await Until.True(async () => await DeliveredAsync(again.Archive) == 8, "the rest is delivered after the next start");
        Assert.Equal(8, cometly.Requests.Count);
    }

    private static async Task SellUntilAsync(Shop shop, HubProcess hub, int acknowledged)
    {
        while (shop.Acknowledged.Count < acknowledged && await shop.SellAsync(hub.Webhooks))
        {
            // On to the next.
        }
    }

    private static void AnswerSlowly(CometlyStandIn cometly, TimeSpan after, int times)
    {
        for (var i = 0; i < times; i++)
        {
            // The event counts before the answer: the hub that dies meanwhile is not told.
            cometly.Answer(
                async context =>
                {
                    await Task.Delay(after, context.RequestAborted);
                    context.Response.StatusCode = 202;
                    await context.Response.WriteAsync("""{"status":202,"message":"Event accepted and queued."}""", context.RequestAborted);
                },
                counts: true);
        }
    }

    private static async Task<long> DeliveredAsync(IArchive archive) =>
        (await archive.CountAsync(TestContext.Current.CancellationToken)).Conversions.GetValueOrDefault(ConversionState.Delivered);
}
