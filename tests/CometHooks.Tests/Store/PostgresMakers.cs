using System.Collections.Concurrent;
using CometHooks.Proof.Postgres;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Tests.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresForTests))]

namespace CometHooks.Tests.Store;

/// <summary>One server for all tests of a run, started by the first that needs it. A database is a copy of one that has the schema, and is emptied for the next test.</summary>
public sealed class PostgresForTests : IAsyncDisposable
{
    private const string Template = "comethooks_template";

    // As a new database is, for a hundredth of its files.
    private static readonly string Empty = string.Join(
        "; ",
        StoreTables.All.Where(table => table.Name != "instance")
            .SelectMany(table => new[] { $"delete from {table.Name}", table.HasSequence ? table.SetSequence : null })
            .OfType<string>()
            .Append("delete from budgets; delete from active_mappings")
            .Append($"update comethooks_schema set version = {PostgresSchema.Version}"));

    private readonly ConcurrentBag<string> _free = [];
    private readonly SemaphoreSlim _one = new(1);
    private PostgresServer? _server;
    private int _databases;

    internal async Task<string> MakeDatabaseAsync()
    {
        if (_free.TryTake(out var free))
        {
            return _server!.Connection(free);
        }

        // A template must have no connections, so one copy is made at a time.
        await _one.WaitAsync();
        try
        {
            _server ??= await StartAsync();
            var name = $"test_{++_databases}";
            await _server.ExecuteAsync($"create database {name} template {Template}");
            return _server.Connection(name);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Nobody is connected to it any more.</summary>
    internal async Task GiveBackAsync(string connection)
    {
        var name = new NpgsqlConnectionStringBuilder(connection).Database!;
        await _server!.ExecuteAsync(Empty, name);
        _free.Add(name);
    }

    internal async Task<string> MakeEmptyDatabaseAsync()
    {
        await MakeDatabaseAsync();
        var name = $"empty_{Interlocked.Increment(ref _databases)}";
        await _server!.ExecuteAsync($"create database {name}");
        return _server.Connection(name);
    }

    /// <summary>Both by their connections.</summary>
    internal Task CopyAsync(string from, string to) => _server!.CopyAsync(new NpgsqlConnectionStringBuilder(from).Database!, new NpgsqlConnectionStringBuilder(to).Database!);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _one.Dispose();
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync(durable: false);
        await server.ExecuteAsync($"create database {Template}");
        var store = await PostgresStore.OpenAsync(new StoreOptions { Connection = server.Connection(Template) }, TimeProvider.System, NullLogger.Instance);
        await store.DisposeAsync();
        return server;
    }
}

/// <summary>A database of its own.</summary>
internal sealed class PostgresDatabase(PostgresForTests server) : IStoreMaker
{
    private readonly List<PostgresStore> _open = [];
    private string? _connection;

    public TimeSpan DeliveryLease => TimeSpan.FromMinutes(3);

    public async Task<string> ConnectionAsync() => _connection ??= await server.MakeDatabaseAsync();

    public async Task<PostgresStore> OpenAsync(TimeProvider? time = null, TimeProvider? clock = null, int queue = 4096, ILogger? logger = null, IReadOnlyList<string>? keys = null)
    {
        var store = await PostgresStore.OpenAsync(
            new StoreOptions { Connection = await ConnectionAsync(), EncryptionKeys = keys ?? [] }, time ?? TimeProvider.System, logger ?? NullLogger.Instance, queue, clock);
        _open.Add(store);
        return store;
    }

    public async Task<StoreUnderTest> MakeAsync(TimeProvider time)
    {
        var store = await OpenAsync(time, clock: time);
        return new StoreUnderTest(store);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        if (_connection is not null)
        {
            await server.GiveBackAsync(_connection);
        }
    }
}
