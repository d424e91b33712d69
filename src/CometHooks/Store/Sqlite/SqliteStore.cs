using System.Security.Cryptography;
using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store.Sqlite;

/// <summary>Everything in one SQLite file: one writer, group commit, readers beside it.</summary>
internal sealed class SqliteStore : SqlStore
{
    // Two or three seconds in which nothing is written: the copy is made in memory, so that it leaves no file behind.
    private const long LargestCompacted = 256L << 20;
    private const int MostTruncations = 60;
    private static readonly TimeSpan BetweenTruncations = TimeSpan.FromMilliseconds(500);

    private readonly SqliteWriter _writer;
    private readonly SqliteConnections _connections;
    private readonly SqliteCheckpoints? _checkpoints;
    private readonly SqliteLock? _lock;
    private readonly StoreClock _clock;
    private int _disposed;

    private SqliteStore(SqliteWriter writer, SqliteConnections connections, SqliteCheckpoints? checkpoints, SqliteLock? fileLock, StoreClock clock, StoreCipher? cipher, byte[] instanceKey, TimeProvider time, ILogger logger)
        : base(new SqlWriters(writer, writer, writer), instanceKey, time, logger)
    {
        _writer = writer;
        _connections = connections;
        _checkpoints = checkpoints;
        _lock = fileLock;
        _clock = clock;
        Cipher = cipher;
    }

    protected override StoreCipher? Cipher { get; }

    protected override bool IsClosing => Volatile.Read(ref _disposed) != 0;

    // Far longer than a request and the recording of its answer by a store in trouble. Nobody waits for it after a crash:
    // only one process has the file, and frees all leases when it opens it.
    protected override TimeSpan DeliveryLease { get; } = TimeSpan.FromMinutes(15);

    protected override DateTimeOffset Now(SqlSession session) => _clock.Now;

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
                SqlitePlace.Make(path);
                fileLock = SqliteLock.Take(path);
                SqliteLeftLog.WriteAgain(path);
                var cipher = StoreCipher.Of(options);
                return Open(SqliteConnections.ToFile(path, cipher), cipher, fileLock, time, logger, queue);
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
        => Task.Run(() => Open(SqliteConnections.ToMemory(), cipher: null, fileLock: null, time, logger, DefaultQueue));

    /// <summary>Finishes what waits, moves the WAL into the file, lets go of both.</summary>
    public override async ValueTask DisposeAsync()
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

    /// <summary>
    /// What is in no row any more may still be in the WAL, which keeps what was written before, and in free space: what is
    /// deleted is overwritten, but where a page was split SQLite leaves the moved rows' old copies behind.
    /// </summary>
    public override async Task<bool> ScrubAsync(PersonTraces traces, CancellationToken cancellationToken)
    {
        if (_checkpoints is null)
        {
            return true;
        }

        await TruncateAsync(_checkpoints, cancellationToken);
        if (traces.Email is { } address && !await Task.Run(() => SqliteFileSearch.Holds(_connections.Name, address), cancellationToken))
        {
            return true;
        }

        if (new FileInfo(_connections.Name).Length > LargestCompacted)
        {
            return false;
        }

        await _writer.BetweenAsync(session => session.Script(SqliteStatements.Compact));
        await TruncateAsync(_checkpoints, cancellationToken);
        return true;
    }

    /// <summary>Rewrites the file of a stopped hub, without its free space. Throws <see cref="StoreRefusedException"/> where a hub has it.</summary>
    public static void Compact(StoreOptions options)
    {
        var path = Path.GetFullPath(options.Path);
        if (!File.Exists(path))
        {
            throw new StoreRefusedException($"There is no store {path}.");
        }

        using var fileLock = SqliteLock.Take(path);
        try
        {
            SqliteLeftLog.WriteAgain(path);
            using var session = SqliteConnections.ToFile(path).OpenWriter();
            session.Script(SqliteStatements.CompactOnDisk);
        }
        catch (SqliteException e)
        {
            throw new StoreRefusedException($"The store {path} cannot be compacted: {e.Message} It takes as much free space as the file is large, twice for a while.", e);
        }
    }

    private static async Task TruncateAsync(SqliteCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        for (var tries = 0; !await Task.Run(checkpoints.TryTruncate, cancellationToken); tries++)
        {
            if (tries == MostTruncations)
            {
                throw new IOException("The WAL could not be cut off: somebody reads the store for too long.");
            }

            await Task.Delay(BetweenTruncations, cancellationToken);
        }
    }

    private static SqliteStore Open(SqliteConnections connections, StoreCipher? cipher, SqliteLock? fileLock, TimeProvider time, ILogger logger, int queue)
    {
        var session = connections.OpenWriter();
        try
        {
            SqliteSchema.Apply(session, connections.Name);
            SqlKeyMarks.Require(session, cipher, connections.Name);
            SqlKeyMarks.Note(session, cipher);
            session.Execute(SqlStatements.AddInstance, ("@key", RandomNumberGenerator.GetBytes(32)), ("@now", SqlValues.Ms(time.GetUtcNow())));
            session.Execute(SqliteStatements.FreeWebhooks);
            session.Execute(SqliteStatements.FreeConversions);
            var instanceKey = session.One(SqlStatements.FindInstance, row => row.Bytes(0))!;
            var last = session.One(SqliteStatements.LastNoted, row => row.TimeOrNull(0));
            var tombstones = SqlTombstones.All(session);
            var checkpoints = connections.InMemory ? null : new SqliteCheckpoints(connections, logger);
            var writer = new SqliteWriter(session, connections, checkpoints, queue, logger);
            var store = new SqliteStore(writer, connections, checkpoints, fileLock, new StoreClock(time, last), cipher, instanceKey, time, logger);
            store.Remember(tombstones);
            return store;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // Readers do not wait for the writer; in memory there is but one connection, so there they do.
    protected override Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken)
    {
        if (_connections.InMemory)
        {
            return Writer.RunAsync(read, cancellationToken);
        }

        return Task.Run(() => _connections.Read(read), cancellationToken);
    }
}
