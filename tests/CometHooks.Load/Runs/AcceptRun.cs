using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;
using CometHooks.Store;

namespace CometHooks.Load.Runs;

/// <summary>
/// How many webhooks a second the front door puts on disk, against the same server without a store, a bare controller, and
/// SQLite alone; then how fast it answers at a given rate. All in turns, each on a store of its own.
/// </summary>
internal sealed class AcceptRun(Arguments arguments)
{
    private const int Group = 256;
    private const int WarmEntries = 20_000;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(2);

    private readonly double _seconds = arguments.Number("seconds", 8);
    private readonly int _rounds = arguments.Whole("rounds", 3);
    private readonly IReadOnlyList<int> _connections = arguments.List("connections", 64, 256);
    private readonly IReadOnlyList<int> _rates = arguments.List("rates", 500, 1000);
    private readonly double _openSeconds = arguments.Number("open", 30);
    private readonly Trade _trade = new(arguments.Number("redelivered", 0.05));
    private readonly Report _report = new("Accepting webhooks, SQLite", arguments.All);

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();

        // The servers are warmed up before they are measured; so is what they are compared with.
        await RawInserts.RunAsync(scratch.Store(), Entries(WarmEntries), Group, Warm);
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var connections in _connections)
            {
                foreach (var kind in new[] { ServerKind.Controller, ServerKind.Verify, ServerKind.Accept })
                {
                    await ClosedAsync(kind, connections, scratch.Store());
                }
            }

            await RawAsync(Group, scratch.Store());
            await RawAsync(1, scratch.Store());
        }

        foreach (var rate in _rates)
        {
            await OpenAsync(rate, scratch.Store());
        }

        Judge();
        _report.Note($"Bodies of {Trade.AverageLength:n0} bytes on average, from all three sources; {_trade.Share:p0} of the requests are redeliveries. The generator runs on the same cores.");
        return _report.Print();
    }

    private static string Name(ServerKind kind, int connections) => $"{kind switch
    {
        ServerKind.Controller => "a controller that reads the body",
        ServerKind.Verify => "the front door without a store",
        _ => "accepted: on disk and answered",
    }}, {connections} connections";

    private static string Raw(int group) => group == 1 ? "SQLite alone, one transaction each" : $"SQLite alone, {group} a transaction";

    private static string Open(int rate) => $"accepted at {rate} a second";

    private async Task ClosedAsync(ServerKind kind, int connections, string store)
    {
        using var server = await ServerProcess.StartAsync(kind, store);
        await Prepared.WarmAsync(_trade, server);
        var requests = Prepared.Requests(_trade, (int)(_seconds * Prepared.MostPerSecond));
        _report.Add(await Clocked.RunAsync(Name(kind, connections), server, () => ClosedLoop.RunAsync([server.Webhooks], connections, requests, TimeSpan.FromSeconds(_seconds))));
        await server.StopAsync();
        Scratch.Forget(store);
    }

    private async Task OpenAsync(int rate, string store)
    {
        using var server = await ServerProcess.StartAsync(ServerKind.Accept, store);
        await Prepared.WarmAsync(_trade, server);
        var requests = Prepared.Requests(_trade, (int)(rate * _openSeconds));
        _report.Add(await Clocked.RunAsync(Open(rate), server, () => OpenLoop.RunAsync(server.Webhooks, 256, () => rate, place => place < requests.Length ? requests[place] : null)));
        await server.StopAsync();
        Scratch.Forget(store);
    }

    private async Task RawAsync(int group, string store)
    {
        var entries = Entries((int)(_seconds * Prepared.MostPerSecond));
        _report.Add(new Figure(Raw(group), await RawInserts.RunAsync(store, entries, group, TimeSpan.FromSeconds(_seconds))));
        Scratch.Forget(store);
    }

    private InboxEntry[] Entries(int count) => Prepared.Of(count, place => Trade.Entries(_trade.Request(place))[0]);

    private void Judge()
    {
        var single = _report.Rate(Raw(1));
        foreach (var connections in _connections)
        {
            var accepted = _report.Rate(Name(ServerKind.Accept, connections));
            _report.Add(new Verdict($"accepted / SQLite alone in groups, {connections} connections", accepted / _report.Rate(Raw(Group)), 0.5));
            _report.Add(new Verdict($"accepted / without a store, {connections} connections", accepted / _report.Rate(Name(ServerKind.Verify, connections)), 0.4));
            _report.Add(new Verdict($"accepted / one transaction each, {connections} connections", accepted / single, 8));
            _report.Add(new Verdict($"memory in MB, {connections} connections", _report.Last(Name(ServerKind.Accept, connections)).PeakMemory!.Value, 300, AtMost: true));
        }

        foreach (var rate in _rates)
        {
            var figure = _report.Last(Open(rate));
            _report.Add(new Verdict($"p99 in ms at {rate} a second", figure.P99!.Value, rate <= 500 ? 30 : 60, AtMost: true));
            _report.Add(new Verdict($"errors at {rate} a second", figure.Errors!.Value, 0, AtMost: true));
        }
    }
}
