using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CometHooks.Tests.Deliver;

public sealed class DeliveryWorkerTests
{
    [Fact]
    public async Task What_is_due_is_delivered_each_once()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        scene.Add(50);
        await scene.StartAsync();

        await scene.Until(() => scene.Outbox.Count(ConversionState.Delivered) == 50, "all 50 are delivered");

        Assert.Equal(50, scene.Cometly.Requests.Count);
        Assert.Equal(50, scene.Cometly.Effects.Count);
    }

    [Fact]
    public async Task A_signal_wakes_the_worker_without_the_clock()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        await scene.StartAsync();
        var id = scene.Outbox.Add(Some.Purchase());

        await scene.Until(() => scene.Outbox.StateOf(id) == ConversionState.Delivered, "the new conversion is delivered");

        Assert.Equal(Some.Now, scene.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_retry_sends_the_same_key_and_body_and_has_one_effect()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        scene.Cometly.Answer(500, counts: true);
        scene.Cometly.Answer(503);
        var id = scene.Outbox.Add(Some.Purchase());
        await scene.StartAsync();

        await scene.AdvanceUntil(() => scene.Outbox.StateOf(id) == ConversionState.Delivered, "the third attempt is delivered");

        Assert.Equal(["Retry", "Retry", "Delivered"], scene.Outbox.Attempts.Select(a => a.Outcome.ToString()));
        Assert.Single(scene.Cometly.Requests.Select(r => r.Body).Distinct(StringComparer.Ordinal));
        Assert.Single(scene.Cometly.Effects);
    }

    [Fact]
    public async Task A_conversion_that_is_never_taken_dies_after_twenty_attempts()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            scene.Cometly.Answer(500);
        }

        var id = scene.Outbox.Add(Some.Purchase());
        await scene.StartAsync();

        await scene.AdvanceUntil(() => scene.Outbox.StateOf(id) == ConversionState.Dead, "it is dead", TimeSpan.FromMinutes(7));

        Assert.Equal(20, scene.Cometly.Requests.Count);
    }

    [Fact]
    public async Task After_429_nothing_is_sent_before_the_time_is_up()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 1 });
        scene.Cometly.Answer(context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "90";
            return Task.CompletedTask;
        });
        scene.Add(3);
        await scene.StartAsync();
        await scene.Until(() => scene.Outbox.Attempts.Count == 1, "the first was throttled");

        await scene.AdvanceUntil(() => scene.Time.GetUtcNow() >= Some.Now.AddSeconds(89), "89 s have passed");
        Assert.Single(scene.Cometly.Requests);
        await scene.AdvanceUntil(() => scene.Outbox.Count(ConversionState.Delivered) == 3, "all three are delivered");

        Assert.False(scene.Outbox.Attempts[0].UsesAttempt);
    }

    [Fact]
    public async Task An_outage_opens_the_breaker_instead_of_using_attempts_up()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { Concurrency = 1 });
        for (var i = 0; i < 6; i++)
        {
            scene.Cometly.Answer(500);
        }

        scene.Add(50);
        await scene.StartAsync();
        await scene.Until(() => scene.Outbox.Attempts.Count == 5, "five failed");
        Assert.Equal(5, scene.Cometly.Requests.Count);

        await scene.AdvanceUntil(() => scene.Outbox.Count(ConversionState.Delivered) == 50, "all are delivered");

        Assert.Equal(56, scene.Cometly.Requests.Count);
    }

    [Fact]
    public async Task An_outage_and_its_end_are_told_once_each()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        for (var i = 0; i < 12; i++)
        {
            scene.Cometly.Answer(500);
        }

        scene.Add(20);
        await scene.StartAsync();

        await scene.AdvanceUntil(() => scene.Outbox.Count(ConversionState.Delivered) == 20, "all are delivered");

        Assert.Equal(LogLevel.Warning, Assert.Single(scene.Log.Lines, line => line.Text.StartsWith("Destination main is in trouble: 5 failures", StringComparison.Ordinal)).Level);
        Assert.Equal(LogLevel.Information, Assert.Single(scene.Log.Lines, line => line.Text.StartsWith("Destination main answers again", StringComparison.Ordinal)).Level);
    }

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    public async Task A_long_Retry_After_is_told_once_and_a_short_one_not_at_all(int seconds, int told)
    {
        await using var scene = await DeliveryScene.CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            scene.Cometly.Answer(context =>
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = $"{seconds}";
                return Task.CompletedTask;
            });
        }

        scene.Add(3);
        await scene.StartAsync();
        await scene.Until(() => scene.Outbox.Attempts.Count == 3, "all three are throttled");

        var lines = scene.Log.Lines.Where(line => line.Text.Contains("takes nothing before", StringComparison.Ordinal)).ToList();

        Assert.Equal(told, lines.Count);
        Assert.All(lines, line => Assert.Equal(LogLevel.Warning, line.Level));
    }

    [Fact]
    public async Task The_budget_is_kept()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { PerMinute = 6 });
        scene.Add(8);
        await scene.StartAsync();
        await scene.Until(() => scene.Outbox.Count(ConversionState.Delivered) == 6, "a minute's worth is delivered");
        Assert.Equal(6, scene.Cometly.Requests.Count);

        await scene.AdvanceUntil(() => scene.Outbox.Count(ConversionState.Delivered) == 8, "the other two are delivered");

        Assert.True(scene.Time.GetUtcNow() >= Some.Now.AddSeconds(19), "Two more take 20 s at six a minute.");
    }

    [Fact]
    public async Task Trouble_with_the_store_loses_nothing_and_sends_nothing_twice()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        scene.Add(5);
        scene.Outbox.Fail(2);
        await scene.StartAsync();
        await scene.AdvanceUntil(() => scene.Cometly.Requests.Count > 0, "it has begun");
        scene.Outbox.Fail(3);

        // The clock must move although conversions are claimed: the record waits for its next try.
        await Until.True(
            () =>
            {
                scene.Time.Advance(TimeSpan.FromMilliseconds(200));
                return scene.Outbox.Count(ConversionState.Delivered) == 5;
            },
            "all are delivered and recorded");

        Assert.Equal(5, scene.Cometly.Requests.Count);
    }

    [Fact]
    public async Task What_is_claimed_again_while_it_is_under_way_is_sent_once_and_its_answer_is_kept()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        var finish = new TaskCompletionSource();
        scene.Cometly.Answer(
            async context =>
            {
                await finish.Task;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                await context.Response.WriteAsync("{}");
            },
            counts: true);
        var id = scene.Outbox.Add(Some.Purchase());
        await scene.StartAsync();
        await scene.Until(() => scene.Cometly.Requests.Count == 1, "the request is under way");
        scene.Outbox.EndLeases();
        await scene.Until(() => scene.Outbox.Claimed == 1, "it is claimed again");

        finish.SetResult();
        await scene.Until(
            () =>
            {
                scene.Time.Advance(TimeSpan.FromMilliseconds(200));
                return scene.Outbox.StateOf(id) == ConversionState.Delivered;
            },
            "its answer is recorded");

        Assert.Single(scene.Cometly.Requests);
        Assert.Single(scene.Log.Lines, line => line.Text.Contains("was claimed again while it is under way", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_is_out_of_date_once_another_hub_had_the_conversion_even_if_this_one_claims_it_again()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        var finish = new TaskCompletionSource();
        scene.Cometly.Answer(
            async context =>
            {
                await finish.Task;
                context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                await context.Response.WriteAsync("{}");
            },
            counts: false);
        var id = scene.Outbox.Add(Some.Purchase());
        await scene.StartAsync();
        await scene.Until(() => scene.Cometly.Requests.Count == 1, "the request is under way");
        scene.Outbox.EndLeases(claimElsewhere: true);
        scene.Outbox.EndLeases();
        await scene.Until(() => scene.Log.Lines.Any(line => line.Text.Contains("was claimed again while it is under way", StringComparison.Ordinal)), "it is claimed again");

        scene.Cometly.Answer(202, "{}");
        finish.SetResult();
        await scene.Until(
            () =>
            {
                scene.Time.Advance(TimeSpan.FromMilliseconds(200));
                return scene.Outbox.StateOf(id) != ConversionState.Pending;
            },
            "it has ended");

        Assert.Equal(ConversionState.Delivered, scene.Outbox.StateOf(id));
        Assert.Equal(2, scene.Cometly.Requests.Count);
        Assert.Single(scene.Log.Lines, line => line.Text.Contains("its lease was lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_attempt_is_one_line_that_says_nothing_of_persons_or_tokens()
    {
        await using var scene = await DeliveryScene.CreateAsync();
        scene.Cometly.Answer(422, """{"message":"ines.moreau@example.org is blocked."}""");
        scene.Add(2);
        await scene.StartAsync();
        await scene.Until(() => scene.Outbox.Attempts.Count == 2, "both are answered");

        var lines = scene.Log.Lines.Where(line => line.Text.Contains("attempt 1:", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, lines.Count);
        Assert.Contains(lines, line => line.Text.Contains("rejected, now rejected", StringComparison.Ordinal) && line.Text.Contains("status 422", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Level == LogLevel.Information && line.Text.Contains("at stripe, conversion", StringComparison.Ordinal));
        Assert.All(scene.Log.Lines, line => Assert.DoesNotContain(Some.Email, line.Text, StringComparison.Ordinal));
        Assert.All(scene.Log.Lines, line => Assert.DoesNotContain(Some.Token, line.Text, StringComparison.Ordinal));
        Assert.All(scene.Log.Lines, line => Assert.DoesNotContain("event_name", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_replays_does_not_hold_money_back()
    {
        await using var scene = await DeliveryScene.CreateAsync(options => options with { PerMinute = 10, Concurrency = 1 });
        for (var i = 0; i < 100; i++)
        {
            scene.Outbox.Add(Some.Purchase() with { EventName = "schedule" }, Lane.Replay);
        }

        scene.Add(6);
        await scene.StartAsync();

        await scene.Until(() => scene.Outbox.Count(ConversionState.Delivered) == 10, "ten are delivered");

        Assert.Equal(6, scene.Cometly.Effects.Count(e => e.EventName == "purchase"));
    }
}
