using CometHooks.Cli.Demo;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Deliver;

/// <summary>The delivery of one destination, running against the stand-in, with a clock that the test moves.</summary>
internal sealed class DeliveryScene : IAsyncDisposable
{
    private readonly DeliveryService _service;
    private readonly ILoggerFactory _loggers;

    private DeliveryScene(CometlyStandIn cometly, Func<DestinationOptions, DestinationOptions> settings, CollectingRecords records, IBudgets? budgets)
    {
        Cometly = cometly;
        Records = records;
        Outbox = new CollectingOutbox(Time);
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        _service = new DeliveryService(
            new Dictionary<string, DestinationOptions>(StringComparer.Ordinal) { ["main"] = settings(Some.Destination(cometly.Url)) },
            Outbox,
            Records,
            Some.Writer,
            new RetrySchedule(new Random(1)),
            LookInterval.Alone,
            Time,
            _loggers,
            budgets);
    }

    public FakeTimeProvider Time { get; } = new(Some.Now);
    public CometlyStandIn Cometly { get; }
    public CollectingOutbox Outbox { get; }
    public CollectingRecords Records { get; }
    public CollectingLogs Log { get; } = new();
    public DeliveryService Service => _service;

    public static async Task<DeliveryScene> CreateAsync(Func<DestinationOptions, DestinationOptions>? settings = null, CollectingRecords? records = null, IBudgets? budgets = null) =>
        new(await CometlyStandIn.StartAsync(Some.Token), settings ?? (options => options), records ?? new CollectingRecords(), budgets);

    public Task StartAsync() => _service.StartAsync(CancellationToken.None);

    public Task StopAsync() => _service.StopAsync(CancellationToken.None);

    /// <summary>So many purchases, each an order of its own.</summary>
    public void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Outbox.Add(Some.Purchase() with { Order = new Order { Amount = 5m, OrderId = $"order-{i}" } });
        }
    }

    /// <summary>Wakes the worker until this holds; the clock stands.</summary>
    public Task Until(Func<bool> condition, string what) => Fakes.Until.True(
        () =>
        {
            _service.Wake("main");
            return condition();
        },
        what);

    /// <summary>Moves the clock, a second at a time and never under a request, until this holds.</summary>
    public Task AdvanceUntil(Func<bool> condition, string what, TimeSpan? step = null) => Fakes.Until.True(
        () =>
        {
            if (condition())
            {
                return true;
            }

            if (Outbox.Claimed == 0)
            {
                Time.Advance(step ?? TimeSpan.FromSeconds(1));
            }

            return false;
        },
        what);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _service.Dispose();
        _loggers.Dispose();
        await Cometly.DisposeAsync();
    }
}
