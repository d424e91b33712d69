using CometHooks.Cli.Demo;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Proofs;

/// <summary>Cometly took a conversion and never said so: whoever goes on with it must not make it two.</summary>
public sealed class HeirTests : IDisposable
{
    private readonly Checkouts _checkouts = new();

    [Fact]
    public async Task After_twenty_posts_that_landed_without_an_answer_an_heir_ends_it_with_one_effect_and_the_token()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url).WithWaitingRules("1h");
        folder.Environment["Destinations__main__timeout"] = "1s";
        var (charge, intent, session) = Checkouts.Make(seed: 20);
        var dead = await DieAsync(cometly, folder, charge, session);

        Assert.Equal((ConversionState.Dead, true), (dead.State, dead.MayHaveLanded));
        var later = TimeSpan.FromDays(RetrySchedule.MostAttempts);
        await using var hub = await StartAsync(folder, later);
        await _checkouts.PostAsync(hub.Url("/"), intent, later);
        var heir = await OnlyAsync(hub, ConversionState.Delivered);

        Assert.Equal(dead.Id, heir.HeirOf);
        Assert.Equal(dead.Id, (await OnlyAsync(hub, ConversionState.Replaced)).Id);
        Assert.Equal(RetrySchedule.MostAttempts + 1, cometly.Requests.Count);
        Assert.Single(cometly.Requests.Select(r => (r.IdempotencyKey, r.Body)).Distinct());
        Assert.Contains(Checkouts.Token, Assert.Single(cometly.Effects).Body, StringComparison.Ordinal);
    }

    public void Dispose() => _checkouts.Dispose();

    // Each attempt is a day after the one before, at a hub that was started anew: it is due, and no breaker stands open.
    private async Task<ConversionRecord> DieAsync(CometlyStandIn cometly, HubFolder folder, Happening charge, Happening session)
    {
        ConversionRecord? holder = null;
        for (var attempt = 1; attempt <= RetrySchedule.MostAttempts; attempt++)
        {
            // The first times out, as long as that takes; the others are cut off. All of them counted.
            var behaviour = attempt == 1 ? "hangs" : "closes";
            cometly.Answer(context => Misbehaviour.AnswerAsync(context, behaviour), counts: true);
            await using var hub = await StartAsync(folder, later: TimeSpan.FromDays(attempt - 1));
            if (attempt == 1)
            {
                await _checkouts.PostAsync(hub.Url("/"), charge);
                await _checkouts.PostAsync(hub.Url("/"), session);
            }

            await Until.True(async () => (holder = await TriedAsync(hub, attempt)) is not null, $"attempt {attempt} is recorded");
        }

        return holder!;
    }

    private static async Task<ConversionRecord?> TriedAsync(RunningHub hub, int attempts) =>
        (await AllAsync(hub)).FirstOrDefault(c => c.Attempts.Count == attempts);

    private static async Task<ConversionRecord> OnlyAsync(RunningHub hub, ConversionState state)
    {
        await Until.True(async () => (await AllAsync(hub)).Any(c => c.State == state), $"one is {state}");
        return Assert.Single(await AllAsync(hub), c => c.State == state);
    }

    private static async Task<IReadOnlyList<ConversionRecord>> AllAsync(RunningHub hub) =>
        [.. (await hub.Archive.NewestAsync(endpoint: null, most: 10, TestContext.Current.CancellationToken)).SelectMany(w => w.Conversions)];

    // The longest delays: one attempt a start.
    private static Task<RunningHub> StartAsync(HubFolder folder, TimeSpan later) =>
        RunningHub.StartAsync(folder, services => services.AddSingleton(new RetrySchedule(new FixedRandom(1))), later);
}
