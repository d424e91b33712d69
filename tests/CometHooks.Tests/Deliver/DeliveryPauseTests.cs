using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace CometHooks.Tests.Deliver;

public sealed class DeliveryPauseTests
{
    [Fact]
    public async Task A_wrong_token_pauses_alerts_and_costs_no_attempt_until_a_probe_succeeds()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 2 });
        for (var i = 0; i < 3; i++)
        {
            scene.Cometly.Answer(401, """{"message":"Unauthenticated."}""");
        }

        scene.Add(10);
        await scene.StartAsync();
        await scene.Until(() => scene.Records.Pauses.ContainsKey("main"), "it is paused");
        await scene.Until(() => scene.Outbox.Attempts.Count == 2, "both under way are recorded");
        Assert.Contains("401", scene.Service.Paused["main"], StringComparison.Ordinal);
        Assert.Contains(scene.Log.Lines, line => line.Level == LogLevel.Error && line.Text.StartsWith("ALERT: destination main is paused", StringComparison.Ordinal));

        await scene.AdvanceUntil(() => scene.Outbox.Count(ConversionState.Delivered) == 10, "all are delivered", TimeSpan.FromSeconds(20));

        Assert.Empty(scene.Records.Pauses);
        Assert.Equal(["pause", "resume"], scene.Records.Audit.Select(line => line.Kind));
        Assert.All(scene.Outbox.Attempts.Where(a => a.Outcome == DeliveryOutcome.Destination), a => Assert.False(a.UsesAttempt));
        Assert.True(scene.Time.GetUtcNow() >= Some.Now.AddMinutes(10), "Two probes were needed.");
    }

    [Fact]
    public async Task A_pause_outlives_a_restart_and_ends_by_hand()
    {
        var records = new CollectingRecords();
        await records.SetPauseAsync("main", "answered 401", byHand: false, Some.Now, TestContext.Current.CancellationToken);
        await using var scene = await DeliveryScene.CreateAsync(records: records);
        scene.Cometly.Answer(401);
        scene.Add(5);
        await scene.StartAsync();
        await scene.Until(() => scene.Outbox.Attempts.Count == 1, "the first probe failed");
        Assert.Single(scene.Cometly.Requests);

        Assert.Equal(1, await scene.Service.ResumeAsync("main"));
        await scene.Until(() => scene.Outbox.Count(ConversionState.Delivered) == 5, "all are delivered, the refused one too");

        Assert.Empty(records.Pauses);
        Assert.Null(await scene.Service.ResumeAsync("nobody"));
    }

    [Fact]
    public async Task One_conversion_that_is_always_answered_403_does_not_pause_the_others_again_and_again()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 1 });
        scene.Cometly.Forbids = request => request.IdempotencyKey == "key-1";
        scene.Add(3);
        await scene.StartAsync();

        for (var hour = 1; hour <= 12; hour++)
        {
            scene.Add(1);
            await scene.AdvanceUntil(() => scene.Time.GetUtcNow() >= Some.Now.AddHours(hour), $"hour {hour} is over", TimeSpan.FromMinutes(5));
        }

        await scene.AdvanceUntil(() => scene.Outbox.Count(ConversionState.Delivered) == 14, "all others are delivered", TimeSpan.FromMinutes(5));

        Assert.Equal(ConversionState.Pending, scene.Outbox.StateOf(1));
        Assert.InRange(scene.Records.Audit.Count(line => line.Kind == "pause"), 1, 6);
    }

    [Fact]
    public async Task Twenty_refusals_alike_pause_before_everything_is_rejected()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 1 });
        for (var i = 0; i < 100; i++)
        {
            scene.Cometly.Answer(422, """{"message":"Unknown event."}""");
        }

        scene.Add(100);
        await scene.StartAsync();

        await scene.Until(() => scene.Records.Pauses.ContainsKey("main"), "it is paused");

        Assert.Equal(20, scene.Outbox.Count(ConversionState.Rejected));
        Assert.Equal(80, scene.Outbox.Count(ConversionState.Pending));
    }
}
