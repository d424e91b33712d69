using CometHooks.Cli.Demo;
using CometHooks.Proof.Scenarios;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using CometHooks.Tests.Store;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Tests.Operations;

/// <summary>Two hubs as processes on one PostgreSQL database, of which one stands still (SIGSTOP) and goes on later.</summary>
public sealed class FrozenHubTests(PostgresForTests server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_that_froze_past_its_lease_and_wakes_up_writes_no_stale_result_and_works_on()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = await server.MakeDatabaseAsync();
        using var shop = new Shop();

        // The first request is refused for good, but the hub that sent it hears of that much too late.
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cometly.Answer(async context =>
        {
            await heard.Task.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = 422;
            await context.Response.WriteAsync("""{"message":"too late"}""", context.RequestAborted);
        });

        await using var frozen = await HubProcess.StartAsync(folder, Cancel);
        Assert.True(await shop.SellAsync(frozen.Webhooks));
        await Until.True(() => cometly.Requests.Count == 1, "its delivery is under way");
        await frozen.FreezeAsync(Cancel);
        heard.SetResult();
        await Leases.EndAsync(folder.Environment["Store__connection"]);

        await using var awake = await HubProcess.StartAsync(folder, Cancel);
        var archive = await Settled.ArchiveAsync(folder, Cancel);
        await Until.True(async () => await DeliveredAsync(archive) == 1, "the other hub delivers it");
        var delivered = await archive.FindAsync(1, Cancel);
        await frozen.ThawAsync(Cancel);
        await Until.True(() => frozen.Output.Contains("was not recorded: its lease was lost", StringComparison.Ordinal), "the hub that froze finds its lease lost");

        Assert.Equivalent(delivered, await archive.FindAsync(1, Cancel));
        Assert.Equal(2, cometly.Requests.Count);
        Assert.Single(cometly.Requests.Select(r => (r.IdempotencyKey, r.Body)).Distinct());
        Assert.Single(cometly.Effects);
        await awake.KillAsync(Cancel);
        Assert.True(await shop.SellAsync(frozen.Webhooks));
        await Until.True(async () => await DeliveredAsync(archive) == 2, "the hub that froze works on");
    }

    private static async Task<long> DeliveredAsync(IArchive archive)
        => (await archive.CountAsync(Cancel)).Conversions.GetValueOrDefault(ConversionState.Delivered);
}
