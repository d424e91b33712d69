using CometHooks.Deliver;
using CometHooks.Operate.Alerts;
using CometHooks.Operate.Metrics;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Operate.Alerts;

/// <summary>A hub with receivers, on a clock that the test moves.</summary>
internal sealed class AlertScene : IAsyncDisposable
{
    private RunningHub? _hub;

    /// <param name="alerts">What follows <c>alerts:</c>; the receiver <c>ops</c> by default.</param>
    /// <param name="endpoints">Endpoints beside Stripe's.</param>
    public AlertScene(string? alerts = null, params IReadOnlyList<string> endpoints)
    {
        Folder = new HubFolder(Cometly.Url);
        Folder.Environment["Destinations__main__token"] = Deliver.Some.Token;
        Folder.Configure(
            [HubFolder.Endpoint("stripe", "stripe").Replace($"[{HubFolder.Secret}]", "[\"${STRIPE_WEBHOOK_SECRET}\"]", StringComparison.Ordinal), .. endpoints],
            further: $"console: {{ public_url: \"https://hooks.example.com/\" }}\nalerts: {alerts ?? $"{{ receivers: {{ ops: {Ops} }} }}"}");
    }

    public CometlyMock Cometly { get; } = new();

    public ReceiverMock Receiver { get; } = new();

    public HubFolder Folder { get; }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public RunningHub Hub => _hub!;

    public string Ops => $"{{ type: webhook, url: \"{Receiver.Url}\", secret: {ReceiverMock.Secret}, allow_private: true }}";

    private HubReadings Readings => Hub.Services.GetRequiredService<HubReadings>();

    private IAlerts Store => Hub.Services.GetRequiredService<IAlerts>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts the hub, or starts it again.</summary>
    public async Task StartAsync(string secret = HubFolder.Secret)
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        Folder.Environment["STRIPE_WEBHOOK_SECRET"] = secret;
        _hub = await RunningHub.StartAsync(Folder, clock: Clock);
    }

    /// <summary>A sale that was never before, signed as Stripe signs.</summary>
    public Task<PostedWebhook> SellAsync() => Hub.PostAsync("stripe/charge.succeeded.json", FreshIds.In(SampleBody.Of("stripe/charge.succeeded.json")));

    /// <summary>A sale whose conversion uses up its attempts. The destination is paused, so that nobody else claims it.</summary>
    public async Task KillAsync()
    {
        var outbox = Hub.Services.GetRequiredService<IOutbox>();
        await Hub.WhenAsync(await SellAsync(), w => w.State == WebhookState.Mapped, "is mapped");
        var entry = Assert.Single(await outbox.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        Assert.True(await outbox.RecordAsync(AttemptRecord.Accepted(entry, Clock.GetUtcNow()) with { Outcome = DeliveryOutcome.Retry, NextState = ConversionState.Dead, Reason = "no answer" }, Cancel));
    }

    /// <summary>Lets so much time pass, and two looks at how things stand with it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await LookAsync(time);
        await LookAsync(AlertWatch.Interval);
    }

    public Task<IReadOnlyList<OpenAlert>> OpenAsync() => Store.OpenAlertsAsync(Cancel);

    /// <summary>When the receiver was told so often.</summary>
    public Task ToldAsync(int times) => UntilAsync(() => Receiver.Told.Count >= times, $"the receiver is told {times} times");

    /// <summary>When the log says it.</summary>
    public Task LoggedAsync(string text) => UntilAsync(() => Hub.Log.Messages.Any(m => m.Contains(text, StringComparison.Ordinal)), $"the log says \"{text}\"");

    public Task HoursAsync(int least)
    {
        var until = Clock.GetUtcNow().AddMinutes(20);
        return Until.True(
            async () =>
            {
                // Not for as long as the machine is slow: what was to happen within the hour would not.
                if (Clock.GetUtcNow() < until)
                {
                    Clock.Advance(TimeSpan.FromSeconds(5));
                }

                return (await Store.ActiveHoursAsync(Clock.GetUtcNow().AddDays(-14), Cancel)).TryGetValue("stripe", out var hours) && hours.Count >= least;
            },
            $"{least} hours are known");
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }

        Receiver.Dispose();
        Folder.Dispose();
        Cometly.Dispose();
    }

    private Task LookAsync(TimeSpan after)
    {
        var before = Readings.Latest?.At;
        Clock.Advance(after);
        return UntilAsync(() => Readings.Latest?.At is { } at && (before is null || at > before), "there was another look");
    }

    private Task UntilAsync(Func<bool> condition, string what) => SlowClock.UntilAsync(Clock, condition, what);
}
