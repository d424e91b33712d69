using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Proof.Postgres;

/// <summary>Two hubs on one PostgreSQL, each of which can be killed, and the server too.</summary>
internal sealed class PostgresHubs : IAsyncDisposable
{
    private const int Hubs = 2;
    private const string Database = "proof";
    private readonly HubFolder _folder;
    private readonly PostgresServer _server;
    private readonly HubProcess?[] _hubs = new HubProcess?[Hubs];
    private readonly HubLaunch _launch;
    private readonly QuickLeases _leases;

    private PostgresHubs(HubFolder folder, PostgresServer server, Fault fault)
    {
        _folder = folder;
        _server = server;
        _launch = fault == Fault.None ? HubLaunch.Serve : FaultLaunch.With(fault);
        folder.WaitOnly("1s");
        folder.Environment["Store__provider"] = StoreOpening.Postgres;
        folder.Environment["Store__connection"] = server.Connection(Database);
        _leases = new QuickLeases(server.Connection(Database));
    }

    /// <summary>The hubs that listen.</summary>
    public IReadOnlyList<HubProcess> Running => [.. _hubs.OfType<HubProcess>()];

    public IReadOnlyList<Uri> Webhooks => [.. Running.Select(h => h.Webhooks)];

    /// <summary>How many webhooks were claimed by a hub that did not map them in time.</summary>
    public int WebhooksTaken => _leases.Webhooks;

    /// <summary>Where webhooks go while one of them does not answer.</summary>
    public IReadOnlyList<Uri> WebhooksBut(int number) => [.. _hubs.Where((hub, index) => hub is not null && index != number).Select(h => h!.Webhooks)];

    /// <summary>Starts server and hubs, and waits until they listen.</summary>
    public static async Task<PostgresHubs> StartAsync(
        string cometlyUrl, Fault fault, CancellationToken cancellationToken, params IReadOnlyList<(string Name, string Value)> environment)
    {
        var server = await PostgresServer.StartAsync(durable: true);
        await server.ExecuteAsync($"create database {Database}");
        var hubs = new PostgresHubs(new HubFolder(cometlyUrl), server, fault);
        foreach (var (name, value) in environment)
        {
            hubs._folder.Environment[name] = value;
        }

        for (var number = 0; number < Hubs; number++)
        {
            await hubs.StartAsync(number, cancellationToken);
        }

        return hubs;
    }

    /// <summary>The database, to look into.</summary>
    public Task<PostgresStore> OpenAsync() =>
        PostgresStore.OpenAsync(new StoreOptions { Connection = _server.Connection(Database) }, TimeProvider.System, NullLogger.Instance);

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

    public Task FreezeAsync(int number, CancellationToken cancellationToken) => _hubs[number]!.FreezeAsync(cancellationToken);

    public Task ThawAsync(int number, CancellationToken cancellationToken) => _hubs[number]!.ThawAsync(cancellationToken);

    /// <summary>PostgreSQL ends at once, as if it had crashed, and comes back.</summary>
    public async Task CrashServerAsync()
    {
        await _server.StopAsync(immediate: true);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _leases.DisposeAsync();
        foreach (var hub in Running)
        {
            await hub.DisposeAsync();
        }

        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
