using System.Collections.Concurrent;
using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store.Sqlite;

/// <summary>
/// Moves the WAL into the database beside the commits. A writer that never pauses would keep the WAL growing for ever,
/// because it starts over only where nothing is left to move: then the writer moves the short rest between two batches.
/// </summary>
internal sealed partial class SqliteCheckpoints : IAsyncDisposable
{
    private const int PagesBetween = 1000;

    // What a commit of its own adds to the WAL beside its rows: the page of each index that it touches.
    private const int PagesOfCommit = 3;

    // 64 MiB in pages of 16 KiB.
    private const int LargeLog = 4096;

    private readonly BlockingCollection<bool> _wanted = new(boundedCapacity: 1);
    private readonly SqliteConnections _connections;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private int _pages;
    private volatile bool _restForWriter;

    public SqliteCheckpoints(SqliteConnections connections, ILogger logger)
    {
        _connections = connections;
        _logger = logger;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Called by the writer between two batches.</summary>
    public void Committed(int writes, SqlSession writer)
    {
        if (_restForWriter)
        {
            _restForWriter = false;
            Move(writer);
        }

        _pages += writes + PagesOfCommit;
        if (_pages >= PagesBetween)
        {
            _pages = 0;
            _wanted.TryAdd(true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _wanted.CompleteAdding();
        await _loop;
        _wanted.Dispose();
    }

    // On a thread of its own, for the same reason as the writer.
    private void Loop()
    {
        foreach (var _ in _wanted.GetConsumingEnumerable())
        {
            try
            {
                using var session = _connections.OpenCheckpoints();
                _restForWriter = Move(session) > LargeLog;
            }
            catch (SqliteException e)
            {
                // Nothing is lost: the WAL is as durable as the database, it only grows until the next one.
                Log.Failed(_logger, e);
            }
        }
    }

    private long Move(SqlSession session)
    {
        try
        {
            return session.One(SqliteStatements.Checkpoint, row => row.GetInt64(1));
        }
        catch (SqliteException e)
        {
            Log.Failed(_logger, e);
            return 0;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store's WAL could not be moved into the database; it is tried again later")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
