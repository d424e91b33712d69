using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Tests.Deliver;

public sealed class DeliveryStopTests
{
    [Fact]
    public async Task A_stop_finishes_what_is_under_way_and_claims_no_more()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 2 });
        var arrived = new SemaphoreSlim(0);
        var finish = new TaskCompletionSource();
        for (var i = 0; i < 2; i++)
        {
            scene.Cometly.Answer(
                async context =>
                {
                    arrived.Release();
                    await finish.Task;
                    context.Response.StatusCode = StatusCodes.Status202Accepted;
                    await context.Response.WriteAsync("{}");
                },
                counts: true);
        }

        scene.Add(10);
        await scene.StartAsync();
        await arrived.WaitAsync(TestContext.Current.CancellationToken);
        await arrived.WaitAsync(TestContext.Current.CancellationToken);

        var stop = scene.StopAsync();
        finish.SetResult();
        await stop;

        Assert.Equal(2, scene.Outbox.Count(ConversionState.Delivered));
        Assert.Equal(0, scene.Outbox.Claimed);
        Assert.Equal(2, scene.Cometly.Requests.Count);
    }

    [Fact]
    public async Task A_stop_cuts_off_what_hangs_and_leaves_it_due()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        var hang = new TaskCompletionSource();
        scene.Cometly.Answer(_ => hang.Task);
        var id = scene.Outbox.Add(Some.Purchase());
        await scene.StartAsync();
        await scene.Until(() => scene.Cometly.Requests.Count == 1, "the request is under way");

        var stop = scene.StopAsync();
        await Until.True(
            () =>
            {
                scene.Time.Advance(TimeSpan.FromSeconds(1));
                return stop.IsCompleted;
            },
            "the stop is done");
        hang.SetResult();

        var attempt = Assert.Single(scene.Outbox.Attempts);
        Assert.Equal((ConversionState.Pending, false, true), (scene.Outbox.StateOf(id), attempt.UsesAttempt, attempt.MayHaveLanded));
    }
}
