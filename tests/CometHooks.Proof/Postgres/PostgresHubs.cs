using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Proof.Postgres;

/// <summary>Two hubs on one PostgreSQL, each of which can be killed, and the server too.</summary>
internal sealed class PostgresHubs : IAsyncDisposable
{
    /// <summary>Tells a hub of this program its database.</summary>
    public const string Variable = "COMETHOOKS_PROOF_POSTGRES";

    private const int Hubs = 2;
    private const string Database = "proof";
    private readonly HubFolder _folder;
    private readonly PostgresServer _server;
    private readonly HubProcess?[] _hubs = new HubProcess?[Hubs];
    private readonly HubLaunch _launch;

    private PostgresHubs(HubFolder folder, PostgresServer server, Fault fault)
    {
        _folder = folder;
        _server = server;
        _launch = FaultLaunch.With(fault);
        folder.WaitOnly("1s");
        folder.Environment[Variable] = server.Connection(Database);
    }

    /// <summary>The hubs that listen.</summary>
    public IReadOnlyList<HubProcess> Running => [.. _hubs.OfType<HubProcess>()];

    public IReadOnlyList<Uri> Webhooks => [.. Running.Select(h => h.Webhooks)];

    /// <summary>Starts server and hubs, and waits until they listen.</summary>
    public static async Task<PostgresHubs> StartAsync(string cometlyUrl, Fault fault, CancellationToken cancellationToken)
    {
        var server = await PostgresServer.StartAsync(durable: true);
        await server.ExecuteAsync($"create database {Database}");
        var hubs = new PostgresHubs(new HubFolder(cometlyUrl), server, fault);
        for (var number = 0; number < Hubs; number++)
        {
            await hubs.StartAsync(number, cancellationToken);
        }

        return hubs;
    }

    /// <summary>The database as a hub of this program opens it.</summary>
    public static Task<PostgresStore> OpenAsync(string connection) =>
        PostgresStore.OpenAsync(new StoreOptions { Provider = "postgres", Connection = connection }, TimeProvider.System, NullLogger.Instance, clock: new QuickClock());

    /// <summary>The same, to look into.</summary>
    public Task<PostgresStore> OpenAsync() => OpenAsync(_server.Connection(Database));

    public async Task StartAsync(int number, CancellationToken cancellationToken)
    {
        var hub = HubProcess.Launch(_folder, _launch);
        await hub.ListensAsync(cancellationToken);
        _hubs[number] = hub;
    }

    public async Task KillAsync(int number, CancellationToken cancellationToken)
    {
        if (_hubs[number] is { } hub)
        {
            _hubs[number] = null;
            await hub.KillAsync(cancellationToken);
            await hub.DisposeAsync();
        }
    }

    /// <summary>PostgreSQL ends at once, as if it had crashed, and comes back.</summary>
    public async Task CrashServerAsync()
    {
        await _server.StopAsync(immediate: true);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in Running)
        {
            await hub.DisposeAsync();
        }

        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
