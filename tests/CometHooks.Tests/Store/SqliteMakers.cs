using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Store;

/// <summary>A real file in a folder of its own.</summary>
internal sealed class SqliteFile : IStoreMaker
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("comethooks-store-");
    private readonly List<SqliteStore> _open = [];

    public string Path => System.IO.Path.Combine(_folder.FullName, "hub.db");

    public async Task<SqliteStore> OpenAsync(TimeProvider? time = null, int queue = 4096, string? path = null, ILogger? logger = null, IReadOnlyList<string>? keys = null)
    {
        var store = await SqliteStore.OpenAsync(new StoreOptions { Path = path ?? Path, EncryptionKeys = keys ?? [] }, time ?? TimeProvider.System, logger ?? NullLogger.Instance, queue);
        _open.Add(store);
        return store;
    }

    public async Task<StoreUnderTest> MakeAsync(TimeProvider time)
    {
        var store = await OpenAsync(time);
        return new StoreUnderTest(store);
    }

    /// <summary>The files as a crash would leave them now: what was only in memory is not in them.</summary>
    public string Copy()
    {
        var copy = System.IO.Path.Combine(_folder.FullName, "copy.db");
        File.Copy(Path, copy, overwrite: true);
        File.Copy(Path + "-wal", copy + "-wal", overwrite: true);
        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}

/// <summary>The store of examples and commands.</summary>
internal sealed class SqliteMemory : IStoreMaker
{
    private SqliteStore? _store;

    public async Task<StoreUnderTest> MakeAsync(TimeProvider time)
    {
        _store = await SqliteStore.OpenInMemoryAsync(time, NullLogger.Instance);
        return new StoreUnderTest(_store);
    }

    public ValueTask DisposeAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
