using System.Diagnostics;
using CometHooks.Store;

namespace CometHooks.Tests.Proofs;

/// <summary>The same six weeks of trade, told to three hubs with the shipped mappings: in order, late, and very late.</summary>
public sealed class TradeRuns : IAsyncLifetime
{
    internal const int Events = 10_000;
    private const int Buyers = 400;
    private const int Seed = 20260301;

    private readonly List<string> _lines = [];

    internal IReadOnlyList<Happening> Trade { get; } = Proofs.Trade.Of(Events, Buyers, Seed);

    internal Outcome InOrder { get; private set; } = null!;

    /// <summary>Each event three times, each time up to 25 seconds late: all within the waiting time.</summary>
    internal Outcome Prompt { get; private set; } = null!;

    /// <summary>Each event three times, each time up to 72 hours late, as long as Stripe tries.</summary>
    internal Outcome Scattered { get; private set; } = null!;

    internal string Report => string.Join('\n', _lines);

    public async ValueTask InitializeAsync()
    {
        // Each has a store, a clock and a stand-in of its own.
        var runs = await Task.WhenAll(
            RunAsync("in order", Delivery.InOrder(Trade)),
            RunAsync("each three times, up to 25 seconds late", Delivery.Shuffled(Trade, times: 3, TimeSpan.FromSeconds(25), seed: 25)),
            RunAsync("each three times, up to 72 hours late", Delivery.Shuffled(Trade, times: 3, TimeSpan.FromHours(72), seed: 72)));
        (InOrder, Prompt, Scattered) = (runs[0], runs[1], runs[2]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<Outcome> RunAsync(string what, IReadOnlyList<Delivery> deliveries) => Task.Run(async () =>
    {
        var watch = Stopwatch.StartNew();
        using var folder = new HubFolder("http://127.0.0.1:9/");
        await using var hub = await VirtualHub.StartAsync(folder.Load(), deliveries[0].ArrivesAt);
        await hub.RunAsync(deliveries, TestContext.Current.CancellationToken);
        var outcome = await hub.EndAsync(TestContext.Current.CancellationToken);
        var states = string.Join(", ", Enum.GetValues<ConversionState>().Select(s => $"{outcome.In(s)} {s}").Where(s => !s.StartsWith("0 ", StringComparison.Ordinal)));
        lock (_lines)
        {
            _lines.Add($"{what}: {deliveries.Count} deliveries, {outcome.Effects.Count} effects ({states}), {watch.Elapsed.TotalSeconds:0.0} s");
        }

        return outcome;
    });
}
