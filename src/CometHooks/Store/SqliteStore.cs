using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store;

/// <summary>Everything in one SQLite file: one writer, group commit, readers beside it.</summary>
internal sealed partial class SqliteStore : SqliteArchive, IInbox, IOutbox, IRecords, IReplays, IStoreHealth, IAsyncDisposable
{
    private const int DefaultQueue = 4096;

    private readonly SqliteConnections _connections;
    private readonly SqliteCheckpoints? _checkpoints;
    private readonly SqliteLock? _lock;
    private readonly TimeProvider _time;
    private readonly byte[] _instanceKey;
    private readonly ILogger _logger;
    private int _disposed;

    private SqliteStore(SqliteConnections connections, SqliteSession session, SqliteLock? fileLock, byte[] instanceKey, TimeProvider time, int queue, ILogger logger)
        : base(time)
    {
        _connections = connections;
        _lock = fileLock;
        _instanceKey = instanceKey;
        _time = time;
        _logger = logger;
        _checkpoints = connections.InMemory ? null : new SqliteCheckpoints(connections, logger);
        Writer = new SqliteWriter(session, connections, _checkpoints, queue, logger);
    }

    public bool IsHealthy => LastError is null;

    public string? LastError => Writer.LastError;

    public int QueueDepth => Writer.Depth;

    internal SqliteWriter Writer { get; }

    /// <summary>Opens or makes the file, its folder too. Throws <see cref="StoreRefusedException"/> where it cannot be used.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The clock of leases and due times.</param>
    /// <param name="logger">Where failed commits are told, and what somebody should look at.</param>
    /// <param name="queue">How many writes may wait before new webhooks are refused.</param>
    public static Task<SqliteStore> OpenAsync(StoreOptions options, TimeProvider time, ILogger logger, int queue = DefaultQueue)
        => Task.Run(() =>
        {
            var path = Path.GetFullPath(options.Path);
            SqliteLock? fileLock = null;
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                fileLock = SqliteLock.Take(path);
                return Open(SqliteConnections.ToFile(path), fileLock, time, logger, queue);
            }
            catch (Exception e)
            {
                fileLock?.Dispose();
                if (e is SqliteException or IOException or UnauthorizedAccessException)
                {
                    throw new StoreRefusedException($"The store {path} cannot be opened: {e.Message} Check the folder's permissions and that the file is an SQLite database.", e);
                }

                throw;
            }
        });

    /// <summary>A store that ends with the process: for examples and commands.</summary>
    public static Task<SqliteStore> OpenInMemoryAsync(TimeProvider time, ILogger logger)
        => Task.Run(() => Open(SqliteConnections.ToMemory(), fileLock: null, time, logger, DefaultQueue));

    /// <summary>Finishes what waits, moves the WAL into the file, lets go of both.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_checkpoints is not null)
        {
            await _checkpoints.DisposeAsync();
        }

        _connections.Close();

        // The last connection to close moves what is left of the WAL.
        await Writer.DisposeAsync();
        _lock?.Dispose();
    }

    private static SqliteStore Open(SqliteConnections connections, SqliteLock? fileLock, TimeProvider time, ILogger logger, int queue)
    {
        var session = connections.OpenWriter();
        try
        {
            SqliteSchema.Apply(session, connections.Name);
            session.Execute(SqliteStatements.AddInstance, ("@key", RandomNumberGenerator.GetBytes(32)), ("@now", SqliteValues.Ms(time.GetUtcNow())));
            session.Execute(SqliteStatements.FreeWebhooks);
            session.Execute(SqliteStatements.FreeConversions);
            var instanceKey = session.One(SqliteStatements.FindInstance, row => row.Bytes(0))!;
            return new SqliteStore(connections, session, fileLock, instanceKey, time, queue, logger);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Readers do not wait for the writer; in memory there is but one connection, so there they do.
    protected override Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        if (_connections.InMemory)
        {
            return Writer.RunAsync(read, cancellationToken);
        }

        return Task.Run(
            () =>
            {
                using var session = _connections.OpenReader();
                session.Execute(SqliteStatements.BeginReading);
                try
                {
                    return read(session);
                }
                finally
                {
                    session.RollBack();
                }
            },
            cancellationToken);
    }
}
