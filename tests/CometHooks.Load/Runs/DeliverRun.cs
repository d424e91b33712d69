using System.Diagnostics;
using System.Globalization;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;

namespace CometHooks.Load.Runs;

/// <summary>
/// How many conversions a second the hub delivers where nothing else is to do and the destination has no budget, each
/// result committed, against a bare HttpClient loop that posts the same bodies. In turns, each on a copy of one store that
/// the hub itself filled.
/// </summary>
internal sealed class DeliverRun(Arguments arguments)
{
    private const int MostBodies = 20_000;
    private const string Hub = "delivered: posted, answered and committed";
    private const string Bare = "a bare HttpClient loop";
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly double _seconds = arguments.Number("seconds", 10);
    private readonly int _rounds = arguments.Whole("rounds", 3);
    private readonly int _concurrency = arguments.Whole("concurrency", 8);
    private readonly int _webhooks = arguments.Whole("webhooks", 120_000);
    private readonly Report _report = new("Delivering alone", arguments.All);
    private IReadOnlyList<byte[]> _bodies = [];

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        using var standIn = await ServerProcess.StartAsync(ServerKind.StandIn, scratch.Store());
        var filled = scratch.Store();
        var waiting = await FillAsync(filled);
        for (var round = 0; round < _rounds; round++)
        {
            var store = scratch.Store();
            File.Copy(filled, store);
            await HubAsync(store, standIn);
            await BareAsync(standIn);
        }

        _report.Add(new Verdict($"delivered / bare loop, {_concurrency} at once", _report.Rate(Hub) / _report.Rate(Bare), 0.6));
        _report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{waiting:n0} conversions waited in the store at the start of each round, bodies of {_bodies.Average(body => body.Length):n0} bytes on average, {_concurrency} requests at once on both sides. The bare loop's CPU is the generator's. Generator, hub and stand-in share the processors."));
        return _report.Print();
    }

    // By the hub itself, over HTTP; then it waits until nothing is held any more.
    private async Task<int> FillAsync(string store)
    {
        using var server = await ServerProcess.StartAsync(ServerKind.Undelivered, store);
        var requests = Prepared.Requests(new Trade(redelivered: 0), _webhooks);
        await ClosedLoop.RunAsync([server.Webhooks], 64, requests, Patience);
        using var watch = new StoreWatch(store);
        var begun = Stopwatch.GetTimestamp();
        var now = watch.Now();
        for (; now.Stored + now.Overdue + now.Held > 0 && Stopwatch.GetElapsedTime(begun) < Patience; now = watch.Now())
        {
            await Task.Delay(200);
        }

        watch.Dispose();
        await server.StopAsync();
        return now.Due;
    }

    private async Task HubAsync(string store, ServerProcess standIn)
    {
        using var server = await ServerProcess.StartAsync(
            ServerKind.Program,
            store,
            ("Destinations__main__concurrency", _concurrency.ToString(CultureInfo.InvariantCulture)),
            (ServerProcess.Url, $"http://{standIn.Webhooks}/public-api/v1/events/track"));
        using var watch = new StoreWatch(store);
        await Task.Delay(Warm);
        _report.Add(await Clocked.RunAsync([server], () => DeliveredAsync(watch), () => standIn.Cpu));
        await server.StopAsync();
        _bodies = watch.Bodies(MostBodies);
        watch.Dispose();
        Scratch.Forget(store);
    }

    private async Task<Figure> DeliveredAsync(StoreWatch watch)
    {
        var begun = Stopwatch.GetTimestamp();
        var first = watch.Now();
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(0.25, _seconds)));
            var (now, took) = (watch.Now(), Stopwatch.GetElapsedTime(begun).TotalSeconds);
            if (now.Due == 0)
            {
                throw new InvalidOperationException("Everything was delivered before the measurement was over: fill in more with --webhooks.");
            }

            if (took >= _seconds)
            {
                return new Figure(Hub, (now.Attempts - first.Attempts) / took) { Errors = watch.NotDelivered() };
            }
        }
    }

    private async Task BareAsync(ServerProcess standIn)
    {
        var url = new Uri($"http://{standIn.Webhooks}/public-api/v1/events/track");
        await PostLoop.RunAsync(url, ServerProcess.Token, _bodies, _concurrency, Warm);
        _report.Add(await Clocked.RunAsync(
            [], async () => Clocked.Of(Bare, await PostLoop.RunAsync(url, ServerProcess.Token, _bodies, _concurrency, TimeSpan.FromSeconds(_seconds))), () => standIn.Cpu));
    }
}
