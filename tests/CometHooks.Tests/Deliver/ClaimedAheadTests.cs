using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Tests.Deliver;

/// <summary>A destination without a budget whose answers come faster than claims: two requests under way, two conversions claimed ahead.</summary>
public sealed class ClaimedAheadTests : IAsyncLifetime
{
    private readonly List<TaskCompletionSource<int>> _answers = [.. Enumerable.Range(0, 8).Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously))];
    private DeliveryScene _scene = null!;
    private int _arrived;

    public async ValueTask InitializeAsync()
    {
        _scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 2, PerMinute = 0 });
        foreach (var answer in _answers)
        {
            _scene.Cometly.Answer(async context =>
            {
                Interlocked.Increment(ref _arrived);
                context.Response.StatusCode = await answer.Task;
                await context.Response.WriteAsync("{}");
            });
        }

        _scene.Add(6);
        await _scene.StartAsync();
        await _scene.Until(() => _arrived == 2, "two are under way");

        // The third is being claimed while the second is answered: from then on claims are what is slow.
        var (claiming, claimed) = (new TaskCompletionSource(), new TaskCompletionSource());
        _scene.Outbox.BeforeClaim = () =>
        {
            claiming.TrySetResult();
            return claimed.Task;
        };
        _answers[0].SetResult(StatusCodes.Status202Accepted);
        await claiming.Task;
        _answers[1].SetResult(StatusCodes.Status202Accepted);
        await _scene.Until(() => _scene.Outbox.Count(ConversionState.Delivered) == 2, "both are recorded");
        claimed.SetResult();
        await _scene.Until(() => _arrived == 4 && _scene.Outbox.Claimed == 4, "two are under way and two are claimed ahead");
    }

    public async ValueTask DisposeAsync()
    {
        _answers.ForEach(answer => answer.TrySetResult(StatusCodes.Status202Accepted));
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task What_is_claimed_ahead_goes_when_a_place_is_free_and_not_before()
    {
        Assert.Equal(4, _arrived);
        _answers[2].SetResult(StatusCodes.Status202Accepted);
        await _scene.Until(() => _arrived == 5, "the next took the place");
        _answers.ForEach(answer => answer.TrySetResult(StatusCodes.Status202Accepted));

        await _scene.Until(() => _scene.Outbox.Count(ConversionState.Delivered) == 6, "all are delivered");
        Assert.Equal(6, _scene.Cometly.Requests.Count);
    }

    [Fact]
    public async Task What_is_claimed_ahead_is_not_sent_to_a_destination_that_was_paused_meanwhile()
    {
        _answers[2].SetResult(StatusCodes.Status401Unauthorized);
        await _scene.Until(() => _scene.Service.Paused.Count == 1 && _scene.Outbox.Claimed == 1, "it is paused and both were given back");
        _answers[3].SetResult(StatusCodes.Status202Accepted);
        await _scene.Until(() => _scene.Outbox.Claimed == 0, "what was under way is recorded");

        Assert.Equal(4, _scene.Cometly.Requests.Count);
        Assert.Equal(3, _scene.Outbox.Count(ConversionState.Pending));
    }

    [Fact]
    public async Task A_stop_gives_back_what_was_claimed_ahead()
    {
        var stop = _scene.StopAsync();
        await Until.True(() => _scene.Outbox.Claimed == 2, "both were given back");
        _answers.ForEach(answer => answer.TrySetResult(StatusCodes.Status202Accepted));
        await stop;

        Assert.Equal((4, 4, 2), (_scene.Cometly.Requests.Count, _scene.Outbox.Count(ConversionState.Delivered), _scene.Outbox.Count(ConversionState.Pending)));
    }
}
