using System.Diagnostics;
using System.Net.Sockets;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;
using CometHooks.Store.Sqlite;

namespace CometHooks.Load.Runs;

/// <summary>How long the program takes from its start to its first accepted webhook, with a store of years.</summary>
internal sealed class StartRun(Arguments arguments)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly int _rows = arguments.Whole("rows", 1_000_000);
    private readonly int _rounds = arguments.Whole("rounds", 5);

    public async Task<bool> RunAsync()
    {
        using var scratch = new Scratch();
        var store = scratch.Store();
        Fill(store);
        var report = new Report("From start to the first accepted webhook", arguments.All);
        var trade = new Trade(redelivered: 0);
        var slowest = 0.0;
        for (var round = 0; round < _rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var server = ServerProcess.Begin(ServerKind.Program, store);
            var request = HttpText.Of(trade.Request(round));
            while (!await IsKeptAsync(server, request))
            {
                if (Stopwatch.GetElapsedTime(begun) > Patience)
                {
                    throw new TimeoutException("The hub accepted nothing.");
                }

                await Task.Delay(5);
            }

            var took = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            slowest = Math.Max(slowest, took);
            report.Note(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"- start {round + 1}, {(round == 0 ? "the first" : "after a kill")}: {took:0.00} s"));
            await server.KillAsync();
        }

        report.Add(new Verdict($"slowest of {_rounds} starts in seconds, {_rows:n0} webhooks in the store", slowest, 2, AtMost: true));
        return report.Print();
    }

    private static async Task<bool> IsKeptAsync(ServerProcess server, byte[] request)
    {
        try
        {
            using var connection = await Connection.OpenAsync(server.Webhooks);
            return await connection.ExchangeAsync(request) == 200;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private void Fill(string store)
    {
        using var session = SqliteConnections.ToFile(store).OpenWriter();
        SqliteSchema.Apply(session, store);
        session.Script($"""
            pragma synchronous = off;
            begin;
            insert into webhooks (endpoint, source, inbox_key, event_id, type, received_at, test, state, verified, headers, body)
            with recursive n(value) as (select 1 union all select value + 1 from n where value < {_rows})
            select 'stripe', 'stripe', hex(randomblob(12)), printf('evt_%012d', value), 'charge.succeeded', 1700000000000 + value, 0, 'mapped', '', '', randomblob(1024)
            from n;
            commit;
            pragma wal_checkpoint(truncate);
            """);
    }
}
