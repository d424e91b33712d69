using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;
using CometHooks.Proof.Postgres;
using CometHooks.Store;

namespace CometHooks.Load.Runs;

/// <summary>
/// How many webhooks a second one hub, and two, put into a PostgreSQL database, against the same bodies in raw batches. In
/// turns, each in a database of its own, with what the server says it was waiting for.
/// </summary>
internal sealed class PostgresRun(Arguments arguments)
{
    private const int Group = 256;
    private const int WarmEntries = 20_000;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(2);
    private const string Raw = "PostgreSQL alone, 256 a statement";

    private readonly double _seconds = arguments.Number("seconds", 8);
    private readonly int _rounds = arguments.Whole("rounds", 3);
    private readonly IReadOnlyList<int> _connections = arguments.List("connections", 64, 256);
    private readonly Trade _trade = new(arguments.Number("redelivered", 0.05));
    private readonly Report _report = new("Accepting webhooks, PostgreSQL", arguments.All);
    private readonly Dictionary<string, string> _profiles = new(StringComparer.Ordinal);
    private int _databases;

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        await using var postgres = await PostgresServer.StartAsync(durable: true);
        await postgres.ExecuteAsync("alter system set track_wal_io_timing = on");
        await postgres.ExecuteAsync("select pg_reload_conf()");
        await using var view = await PostgresView.OpenAsync(postgres.Connection("postgres"));

        // The hubs are warmed up before they are measured; so is what they are compared with.
        RawBatches.Run(postgres.Connection(await DatabaseAsync(postgres)), Entries(WarmEntries), Group, Warm);
        for (var round = 0; round < _rounds; round++)
        {
            await RawAsync(postgres, view);
            foreach (var connections in _connections)
            {
                await HubsAsync(1, connections, scratch, postgres, view);
                await HubsAsync(2, connections, scratch, postgres, view);
            }
        }

        foreach (var connections in _connections)
        {
            _report.Add(new Verdict($"one hub / PostgreSQL alone, {connections} connections", _report.Rate(Name(1, connections)) / _report.Rate(Raw), 0.5));
        }

        _report.Note($"Bodies of {Trade.AverageLength:n0} bytes on average, from all three sources; {_trade.Share:p0} of the requests are redeliveries. Generator, hubs and server share the processors.");
        _report.Note(await view.SettingsAsync());
        _report.Note("\nWhat the server did and waited for, in the last round:\n");
        foreach (var (name, profile) in _profiles)
        {
            _report.Note($"- {name}: {profile}");
        }

        return _report.Print();
    }

    private static string Name(int hubs, int connections) => $"{(hubs == 1 ? "one hub" : $"{hubs} hubs")}, {connections} connections";

    private async Task HubsAsync(int count, int connections, Scratch scratch, PostgresServer postgres, PostgresView view)
    {
        var (database, name) = (await DatabaseAsync(postgres), Name(count, connections));
        var hubs = new List<ServerProcess>();
        for (var number = 0; number < count; number++)
        {
            hubs.Add(await ServerProcess.StartAsync(
                ServerKind.Accept, scratch.Store(), ("Store__provider", "postgres"), ("Store__connection", postgres.Connection(database))));
        }

        await Prepared.WarmAsync(_trade, hubs);
        var requests = Prepared.Requests(_trade, (int)(_seconds * Prepared.MostPerSecond));
        await using (var profile = await view.BeginAsync(database))
        {
            _report.Add(await Clocked.RunAsync(
                hubs,
                async () => Clocked.Of(name, await ClosedLoop.RunAsync([.. hubs.Select(hub => hub.Webhooks)], connections, requests, TimeSpan.FromSeconds(_seconds))),
                () => view.Cpu));
            await profile.PauseAsync();

            // A server's process tells what it counted when its connection ends.
            foreach (var hub in hubs)
            {
                await hub.StopAsync();
                hub.Dispose();
            }

            _profiles[name] = await profile.EndAsync();
        }

        await postgres.ExecuteAsync($"drop database {database}");
    }

    private async Task RawAsync(PostgresServer postgres, PostgresView view)
    {
        var database = await DatabaseAsync(postgres);
        var entries = Entries((int)(_seconds * Prepared.MostPerSecond));
        await using (var profile = await view.BeginAsync(database))
        {
            _report.Add(await Clocked.RunAsync(
                [],
                async () => new Figure(Raw, await Task.Run(() => RawBatches.Run(postgres.Connection(database), entries, Group, TimeSpan.FromSeconds(_seconds)))),
                () => view.Cpu));
            await profile.PauseAsync();
            _profiles[Raw] = await profile.EndAsync();
        }

        await postgres.ExecuteAsync($"drop database {database}");
    }

    private InboxEntry[] Entries(int count) => Prepared.Of(count, place => Trade.Entries(_trade.Request(place))[0]);

    private async Task<string> DatabaseAsync(PostgresServer postgres)
    {
        var database = $"load_{_databases++}";
        await postgres.ExecuteAsync($"create database {database}");
        return database;
    }
}
