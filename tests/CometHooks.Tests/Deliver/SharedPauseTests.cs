using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Tests.Deliver;

/// <summary>Two hubs that deliver to one destination and share its pauses, each with a Cometly and a clock of its own.</summary>
public sealed class SharedPauseTests
{
    private readonly CollectingRecords _records = new();

    [Fact]
    public async Task A_pause_by_hand_at_one_hub_also_holds_at_one_that_had_paused_by_itself()
    {
        await using var one = await PausedAsync();
        await using var other = await PausedAsync();

        await other.Service.PauseAsync("main", "stocktaking");
        await one.AdvanceUntil(() => one.Time.GetUtcNow() >= Some.Now.AddMinutes(20), "a probe would have gone", TimeSpan.FromMinutes(1));
        await one.Until(() => one.Service.Paused["main"] == "by hand: stocktaking", "it is paused by hand");

        Assert.Single(one.Cometly.Requests);
        Assert.Equal("by hand: stocktaking", _records.Pauses["main"].Reason);

        Assert.NotNull(await other.Service.ResumeAsync("main"));
        await one.AdvanceUntil(() => one.Outbox.Count(ConversionState.Delivered) == 3, "all goes");
        Assert.Empty(_records.Pauses);
    }

    [Fact]
    public async Task A_probe_under_way_at_one_hub_does_not_end_a_pause_by_hand_at_another()
    {
        await using var one = await PausedAsync();
        await using var other = await PausedAsync();
        var answer = new TaskCompletionSource();
        one.Cometly.Answer(async context =>
        {
            await answer.Task;
            context.Response.StatusCode = 202;
            await context.Response.WriteAsync("""{"status":202,"message":"Event accepted and queued."}""");
        });
        one.Time.Advance(PauseSwitch.ProbeEvery);
        await one.Until(() => one.Cometly.Requests.Count == 2, "a probe is under way");

        await other.Service.PauseAsync("main", "stocktaking");
        answer.SetResult();
        await one.Until(() => one.Outbox.Count(ConversionState.Delivered) == 1 && one.Service.Paused.GetValueOrDefault("main") == "by hand: stocktaking", "it is answered and paused by hand");
        await one.AdvanceUntil(() => one.Time.GetUtcNow() >= Some.Now.AddMinutes(20), "more would have gone", TimeSpan.FromMinutes(1));

        Assert.Equal(2, one.Cometly.Requests.Count);
        Assert.Equal("by hand: stocktaking", _records.Pauses["main"].Reason);
        Assert.DoesNotContain(_records.Audit, line => line.Kind == "resume");
    }

    [Fact]
    public async Task What_pauses_a_hub_by_itself_leaves_a_pause_by_hand_of_another_as_it_is()
    {
        await using var one = await StartedAsync();
        await using var other = await StartedAsync();
        var answer = new TaskCompletionSource();
        one.Cometly.Answer(async context =>
        {
            await answer.Task;
            context.Response.StatusCode = 403;
        });
        one.Add(3);
        await one.Until(() => one.Cometly.Requests.Count == 1, "a request is under way");

        await other.Service.PauseAsync("main", "stocktaking");
        answer.SetResult();
        await one.Until(() => one.Service.Paused.GetValueOrDefault("main") == "by hand: stocktaking", "it is paused by hand");

        Assert.Equal("by hand: stocktaking", _records.Pauses["main"].Reason);
        Assert.Single(one.Cometly.Requests);
    }

    [Fact]
    public async Task A_hub_ends_by_hand_what_another_had_paused_before_it_heard_of_it()
    {
        await using var one = await StartedAsync();
        await using var other = await StartedAsync();
        other.Add(1);
        await other.Until(() => other.Outbox.Count(ConversionState.Delivered) == 1, "it has looked, and does not look again for a second");
        await one.Service.PauseAsync("main", "stocktaking");

        Assert.NotNull(await other.Service.ResumeAsync("main"));

        Assert.Empty(_records.Pauses);
    }

    [Fact]
    public async Task A_pause_by_hand_that_is_being_written_while_another_hub_ends_an_earlier_one_holds()
    {
        await using var one = await PausedAsync();
        await _records.SetPauseAsync("main", null, byHand: false, Some.Now, TestContext.Current.CancellationToken);
        var written = new TaskCompletionSource();
        _records.BeforePause = written.Task;

        var pause = one.Service.PauseAsync("main", "stocktaking");
        await one.AdvanceUntil(() => one.Service.Paused.Count == 0, "it has read that the earlier one is over");
        written.SetResult();
        await pause;

        Assert.Equal(("by hand: stocktaking", "by hand: stocktaking"), (one.Service.Paused["main"], _records.Pauses["main"].Reason));
    }

    private async Task<DeliveryScene> StartedAsync()
    {
        var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 1, PerMinute = 0 }, _records, new NoBudgets());
        await scene.StartAsync();
        return scene;
    }

    private async Task<DeliveryScene> PausedAsync()
    {
        var scene = await StartedAsync();
        scene.Cometly.Answer(401);
        scene.Add(3);
        await scene.Until(() => scene.Outbox.Attempts.Count == 1 && _records.Pauses.ContainsKey("main"), "it is paused");
        return scene;
    }

    // Without a limit nobody asks.
    private sealed class NoBudgets : IBudgets
    {
        public Task<T> UseAsync<T>(string destination, int perMinute, Func<Budget, T> use, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
