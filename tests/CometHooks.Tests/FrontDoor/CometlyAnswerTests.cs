using CometHooks.Cli.Demo;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.FrontDoor;

/// <summary>What becomes of a conversion when Cometly answers otherwise, seen in the store, in the log and at Cometly.</summary>
public sealed class CometlyAnswerTests
{
    private const string Charge = "stripe/charge.succeeded.json";

    [Theory]
    [InlineData("500", "answered 500")]
    [InlineData("hangs", "no answer within 1 s")]
    [InlineData("closes", "the connection was closed before the answer")]
    [InlineData("half", "the answer broke off: the connection was closed half way")]
    public async Task What_may_or_may_not_have_arrived_is_sent_again_under_the_same_key_and_counts_once(string behaviour, string error)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly);
        await using var hub = await RunningHub.StartAsync(folder, Impatient);

        cometly.Answer(context => Misbehaviour.AnswerAsync(context, behaviour), counts: true);
        var conversion = Assert.Single((await hub.EndedAsync(Charge)).Conversions);

        Assert.Equal((ConversionState.Delivered, 2), (conversion.State, conversion.AttemptsUsed));
        Assert.Equal(["retry", "delivered"], conversion.Attempts.Select(a => a.Outcome));
        Assert.Equal(error, conversion.Attempts[0].Error);
        Assert.True(conversion.Attempts[1].StartedAt - conversion.Attempts[0].EndedAt >= TimeSpan.FromSeconds(0.99));
        Assert.Equal(2, cometly.Requests.Count(r => r.Body == conversion.Body));
        Assert.Single(cometly.Effects);
        Assert.Contains(hub.Log.Messages, line => line.Contains($"\"retry\", now \"pending\"", StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_requests_is_waited_for_as_long_as_Cometly_says_and_uses_up_no_attempt()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly);
        await using var hub = await RunningHub.StartAsync(folder);

        cometly.Answer(context => Misbehaviour.AnswerAsync(context, "429"));
        var conversion = Assert.Single((await hub.EndedAsync(Charge)).Conversions);

        Assert.Equal((ConversionState.Delivered, 1), (conversion.State, conversion.AttemptsUsed));
        Assert.Equal([("throttled", 429), ("delivered", 202)], conversion.Attempts.Select(a => (a.Outcome, a.Status!.Value)));
        Assert.InRange(conversion.Attempts[1].StartedAt - conversion.Attempts[0].EndedAt, TimeSpan.FromSeconds(1.99), TimeSpan.FromSeconds(10));
        Assert.Contains(hub.Log.Messages, line => line.Contains("\"throttled\", now \"pending\", status 429", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_throttled_is_due_when_Cometly_says()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly);
        await using var hub = await RunningHub.StartAsync(folder);

        cometly.Answer(context => Misbehaviour.AnswerAsync(context, "429 for a minute"));
        var conversion = (await hub.WhenAsync(await hub.PostAsync(Charge), w => w.Conversions is [{ Attempts.Count: 1 }], "was tried")).Conversions[0];

        Assert.Equal((ConversionState.Pending, 0, "answered 429: too many requests"), (conversion.State, conversion.AttemptsUsed, conversion.Reason));

        // It counts from when the answer is recorded.
        Assert.InRange(conversion.DueAt!.Value - conversion.Attempts[0].EndedAt, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task What_Cometly_refuses_is_rejected_with_its_words_and_not_sent_again()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly);
        await using var hub = await RunningHub.StartAsync(folder);

        cometly.Answer(422, """{"message":"The email must be a valid email address."}""");
        var refused = Assert.Single((await hub.EndedAsync(Charge)).Conversions);
        await hub.EndedAsync("stripe/charge.succeeded.acacia.json");

        Assert.Equal((ConversionState.Rejected, 1), (refused.State, refused.AttemptsUsed));
        Assert.Equal("Cometly answered 422: The email must be a valid email address.", refused.Reason);
        Assert.Equal(2, cometly.Requests.Count);
        Assert.Contains(hub.Log.Messages, line => line.Contains("\"rejected\", now \"rejected\", status 422", StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Log.Messages, line => line.Contains("valid email address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("401", "answered 401: the token is missing or wrong")]
    [InlineData("404", "answered 404: the destination's url is not Cometly's events API")]
    [InlineData("302", "answered 302: a redirect is not followed, set the destination's url to where it leads")]
    [InlineData("html", "answered success without a JSON object: is this Cometly?")]
    public async Task An_answer_that_says_the_destination_is_wrong_pauses_it_until_a_probe_succeeds(string behaviour, string reason)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Folder(cometly);
        cometly.Answer(context => Misbehaviour.AnswerAsync(context, behaviour));
        long[] ids;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            var first = await hub.PostAsync(Charge);
            await Until.True(async () => (await hub.Records.PausesAsync(TestContext.Current.CancellationToken)).ContainsKey("main"), "the pause is on disk");
            var second = await hub.PostAsync("stripe/charge.succeeded.acacia.json");
            var waiting = await hub.WhenAsync(second, w => w.State == WebhookState.Mapped, "is mapped");
            var refused = Assert.Single((await hub.WhenAsync(first, w => w.Conversions[0].Attempts.Count == 1, "was tried")).Conversions);

            Assert.Equal((ConversionState.Pending, 0, reason), (refused.State, refused.AttemptsUsed, refused.Reason));
            Assert.Equal(ConversionState.Pending, Assert.Single(waiting.Conversions).State);
            Assert.Single(cometly.Requests);
            var ready = await hub.ReadyAsync();
            Assert.Equal($"paused: {reason}", (string)ready["checks"]!["destinations"]!["details"]!["main"]!);
            Assert.True((bool)ready["ready"]!);
            Assert.Contains(hub.Log.Messages, line => line.Contains("ALERT", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
            ids = [first.Id!.Value, second.Id!.Value];
        }

        // The pause outlives the process; after a start the first probe goes at once. What was answered so stood aside for five minutes.
        await using (var again = await RunningHub.StartAsync(folder, later: TimeSpan.FromMinutes(6)))
        {
            foreach (var id in ids)
            {
                await again.EndedAsync(new PostedWebhook(200, "stored", id, ""));
            }

            Assert.Equal(2, cometly.Effects.Count);
            Assert.Contains(again.Log.Messages, line => line.Contains("goes on", StringComparison.Ordinal));
            Assert.Empty(await again.Records.PausesAsync(TestContext.Current.CancellationToken));
        }
    }

    private static HubFolder Folder(CometlyStandIn cometly)
    {
        var folder = new HubFolder(cometly.Url);
        folder.Environment["Destinations__main__timeout"] = "1s";
        return folder;
    }

    // The shortest delay, one second, in place of up to thirty.
    private static void Impatient(IServiceCollection services) => services.AddSingleton(new RetrySchedule(new FixedRandom(0)));
}
