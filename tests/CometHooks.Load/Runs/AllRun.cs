using System.Diagnostics;
using System.Globalization;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;

namespace CometHooks.Load.Runs;

/// <summary>
/// Everything at once: accept, map, count, deliver to a stand-in without budget, for a long time and at a rate at which the
/// backlog does not grow. The rate is given, or found first; then it stands, and requests come by it whatever the hub does.
/// </summary>
internal sealed class AllRun(Arguments arguments)
{
    private const int Connections = 256;
    private const int AcceptConnections = 64;
    private const int Rows = 10;
    private const string AcceptOnly = "accepted, and nothing else to do";
    private const string Accepted = "everything at once: accepted";
    private const string Delivered = "everything at once: delivered and committed";

    private readonly double _seconds = arguments.Number("seconds", 600);
    private readonly double _settle = arguments.Number("settle", 90);
    private readonly double _rate = arguments.Number("rate", 0);
    private readonly double _acceptSeconds = arguments.Number("accept", 8);
    private readonly int _concurrency = arguments.Whole("concurrency", 8);
    private readonly Trade _trade = new(arguments.Number("redelivered", 0.05));
    private readonly Report _report = new("Everything at once, SQLite", arguments.All);

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        using var standIn = await ServerProcess.StartAsync(ServerKind.StandIn, scratch.Store());

        // Before and after; what is compared with is the better of the two.
        await AcceptAsync(scratch.Store());
        await AllAsync(scratch.Store(), standIn);
        await AcceptAsync(scratch.Store());

        _report.Add(new Verdict("everything at once / accepting alone", _report.Rate(Accepted) / _report.Rate(AcceptOnly), 0.5));
        _report.Add(new Verdict("requests not accepted", _report.Last(Accepted).Errors!.Value, 0, AtMost: true));
        _report.Note($"Bodies of {Trade.AverageLength:n0} bytes on average, from all three sources; {_trade.Share:p0} of the requests are redeliveries. Generator, hub and stand-in share the processors. For accepting alone the requests were signed before; here each is signed when it is sent, and that is the generator's CPU.");
        return _report.Print();
    }

    private async Task AcceptAsync(string store)
    {
        using var server = await ServerProcess.StartAsync(ServerKind.Accept, store);
        await Prepared.WarmAsync(_trade, server);
        var requests = Prepared.Requests(_trade, (int)(_acceptSeconds * Prepared.MostPerSecond));
        _report.Add(await Clocked.RunAsync(AcceptOnly, server, () => ClosedLoop.RunAsync([server.Webhooks], AcceptConnections, requests, TimeSpan.FromSeconds(_acceptSeconds))));
        await server.StopAsync();
        Scratch.Forget(store);
    }

    private async Task AllAsync(string store, ServerProcess standIn)
    {
        using var server = await ServerProcess.StartAsync(
            ServerKind.Program,
            store,
            ("Destinations__main__concurrency", _concurrency.ToString(CultureInfo.InvariantCulture)),
            (ServerProcess.Url, $"http://{standIn.Webhooks}/public-api/v1/events/track"));
        using var watch = new StoreWatch(store);
        var (rate, sent) = await SettleAsync(server, watch);
        var samples = new Samples(server, watch);
        var figure = await Clocked.RunAsync(Accepted, server, () => SendAsync(server, () => rate, _seconds, sent, samples, _ => { }), () => standIn.Cpu);
        _report.Add(figure);
        _report.Add(new Figure(Delivered, samples.DeliveredPerSecond) { Errors = watch.NotDelivered() });
        _report.Add(new Verdict("what waits at the end, in seconds of arrivals", samples.WaitingAtTheEnd / figure.PerSecond, 1, AtMost: true));
        _report.Note(string.Create(CultureInfo.InvariantCulture, $"The rate: {rate:n0} requests a second, {(_rate > 0 ? "as given" : $"found in {_settle:n0} s before")}; {_seconds:n0} s; {_concurrency} requests at once to the stand-in. Conversions are held for the 30 s that the shipped mappings say.\n"));
        samples.Table(Rows).ForEach(_report.Note);
        _report.Note("");
        watch.Dispose();
        await server.StopAsync();
        Scratch.Forget(store);
    }

    // Until what the mappings hold is set free as fast as it comes in. Where no rate is given: a little faster every second
    // in which less than half a second of arrivals waits, slower in every other; nine tenths of what that came to at its end.
    private async Task<(double Rate, int Sent)> SettleAsync(ServerProcess server, StoreWatch watch)
    {
        var rate = _rate > 0 ? _rate : _report.Rate(AcceptOnly) * 0.4;
        var tried = new List<double>();
        var sent = 0;
        await SendAsync(server, () => Volatile.Read(ref rate), _settle, 0, new Samples(server, watch), sample =>
        {
            if (_rate <= 0)
            {
                Volatile.Write(ref rate, rate * (sample.Backlog.Waiting < rate / 2 ? 1.03 : 0.9));
                tried.Add(rate);
            }
        }, place => sent = place);
        return (_rate > 0 ? _rate : tried.TakeLast(tried.Count / 3).Average() * 0.9, sent + 1);
    }

    private async Task<(Answers Answers, TimeSpan Took)> SendAsync(
        ServerProcess server, Func<double> rate, double seconds, int from, Samples samples, Action<Sample> each, Action<int>? place = null)
    {
        using var over = new CancellationTokenSource();
        var sampling = samples.TakeAsync(each, over.Token);
        var begun = Stopwatch.GetTimestamp();
        var run = await OpenLoop.RunAsync(server.Webhooks, Connections, rate, next =>
        {
            place?.Invoke(from + next);
            return Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds ? HttpText.Of(_trade.Request(from + next)) : null;
        });
        await over.CancelAsync();
        await sampling;
        return run;
    }
}
