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
    private const int Slice = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly double _seconds = arguments.Number("seconds", 10);
    private readonly TimeSpan _warm = TimeSpan.FromSeconds(arguments.Number("warm", 6));
    private readonly int _rounds = arguments.Whole("rounds", 3);
    private readonly int _concurrency = arguments.Whole("concurrency", 8);
    private readonly IReadOnlyList<int> _answers = arguments.List("answers", 0, 20);
    private readonly int _webhooks = arguments.Whole("webhooks", 120_000);
    private readonly Report _report = new("Delivering alone", arguments.All);
    private IReadOnlyList<byte[]> _bodies = [];

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        var filled = scratch.Store();
        var waiting = await FillAsync(filled);
        foreach (var wait in _answers)
        {
            using var standIn = await ServerProcess.StartAsync(ServerKind.StandIn, scratch.Store(), (StandIn.AnswersAfter, wait.ToString(CultureInfo.InvariantCulture)));
            for (var round = 0; round < _rounds; round++)
            {
                var store = scratch.Store();
                File.Copy(filled, store);
                await HubAsync(Hub(wait), store, standIn);
                await BareAsync(Bare(wait), standIn);
            }

            _report.Add(new Verdict($"delivered / bare loop, {_concurrency} at once, {Answered(wait)}", _report.Rate(Hub(wait)) / _report.Rate(Bare(wait)), 0.6));
        }

        _report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{waiting:n0} conversions waited in the store at the start of each round, bodies of {_bodies.Average(body => body.Length):n0} bytes on average, {_concurrency} requests at once on both sides. The bare loop's CPU is the generator's. Generator, hub and stand-in share the processors."));
        return _report.Print();
    }

    private static string Hub(int wait) => $"delivered and committed, {Answered(wait)}";

    private static string Bare(int wait) => $"a bare HttpClient loop, {Answered(wait)}";

    private static string Answered(int wait) => wait == 0 ? "answered at once" : $"answered after {wait} ms";

    // By the hub itself, over HTTP; then it waits until nothing is held any more.
    private async Task<int> FillAsync(string store)
    {
        using var server = await ServerProcess.StartAsync(ServerKind.Undelivered, store);
        var trade = new Trade(redelivered: 0);
        for (var sent = 0; sent < _webhooks; sent += Slice)
        {
            await ClosedLoop.RunAsync([server.Webhooks], 64, Prepared.Requests(trade, Math.Min(Slice, _webhooks - sent), from: sent), Patience);
        }

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

    private async Task HubAsync(string name, string store, ServerProcess standIn)
    {
        using var server = await ServerProcess.StartAsync(
            ServerKind.Program,
            store,
            ("Destinations__main__concurrency", _concurrency.ToString(CultureInfo.InvariantCulture)),
            (ServerProcess.Url, $"http://{standIn.Webhooks}/public-api/v1/events/track"));
        using var watch = new StoreWatch(store);
        await Task.Delay(_warm);
        _report.Add(await Clocked.RunAsync([server], () => DeliveredAsync(name, watch), () => standIn.Cpu));
        await server.StopAsync();
        _bodies = watch.Bodies(MostBodies);
        watch.Dispose();
        Scratch.Forget(store);
    }

    private async Task<Figure> DeliveredAsync(string name, StoreWatch watch)
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
                return new Figure(name, (now.Attempts - first.Attempts) / took) { Errors = watch.NotDelivered() };
            }
        }
    }

    private async Task BareAsync(string name, ServerProcess standIn)
    {
        var url = new Uri($"http://{standIn.Webhooks}/public-api/v1/events/track");
        await PostLoop.RunAsync(url, ServerProcess.Token, _bodies, _concurrency, _warm);
        _report.Add(await Clocked.RunAsync(
            [], async () => Clocked.Of(name, await PostLoop.RunAsync(url, ServerProcess.Token, _bodies, _concurrency, TimeSpan.FromSeconds(_seconds))), () => standIn.Cpu));
    }
}
