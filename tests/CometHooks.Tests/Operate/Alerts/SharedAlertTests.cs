using CometHooks.Deliver;
using CometHooks.Operate.Alerts;
using CometHooks.Operate.Metrics;
using CometHooks.Tests.FrontDoor;
using CometHooks.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>Two hubs on one PostgreSQL that look at the same things at the same time.</summary>
public sealed class SharedAlertTests(PostgresForTests postgres)
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Two_hubs_tell_a_receiver_once_that_something_is_wrong_and_once_that_it_is_over()
    {
        using var receiver = new ReceiverMock();
        using var folder = new HubFolder("http://127.0.0.1:1/");
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = await postgres.MakeDatabaseAsync();
        folder.Configure(
            [HubFolder.Endpoint("stripe", "stripe")],
            further: $"alerts: {{ receivers: {{ ops: {{ type: webhook, url: \"{receiver.Url}\", secret: {ReceiverMock.Secret}, allow_private: true }} }} }}");
        await using var one = await RunningHub.StartAsync(folder, clock: _clock);
        await using var other = await RunningHub.StartAsync(folder, clock: _clock);

        await one.Services.GetRequiredService<DeliveryService>().PauseAsync("main", "for a test");
        await PassAsync(one, other);
        await SlowClock.UntilAsync(_clock, () => receiver.Told.Count > 0, "the receiver is told");
        Assert.Equal(["alert.fired paused/main"], Told(receiver));

        await one.Services.GetRequiredService<DeliveryService>().ResumeAsync("main");
        await PassAsync(one, other);
        await SlowClock.UntilAsync(_clock, () => Told(receiver).Count() > 1, "the receiver is told of its end");
        Assert.Equal(["alert.fired paused/main", "alert.resolved paused/main"], Told(receiver));
        Assert.Equal(2, new[] { one, other }.Sum(h => h.Log.Messages.Count(m => m.StartsWith("ALERT \"paused/main\"", StringComparison.Ordinal) || m.StartsWith("Alert \"paused/main\" is over", StringComparison.Ordinal))));
    }

    // By the ids of the notices: a try that the clock of the test overtook is made again, and is known by its id.
    private static IEnumerable<string> Told(ReceiverMock receiver) =>
        receiver.Told.Select((told, n) => (Id: receiver.Header(n, "webhook-id"), Type: $"{told["type"]} {told["data"]!["alert"]}")).DistinctBy(t => t.Id).Select(t => t.Type);

    // Long enough for each to look several times.
    private async Task PassAsync(params RunningHub[] hubs)
    {
        for (var look = 0; look < 8; look++)
        {
            _clock.Advance(AlertWatch.Interval);
            var now = _clock.GetUtcNow();
            await SlowClock.UntilAsync(_clock, () => hubs.All(h => h.Services.GetRequiredService<HubReadings>().Latest?.At >= now), "each has looked again");
        }
    }
}
