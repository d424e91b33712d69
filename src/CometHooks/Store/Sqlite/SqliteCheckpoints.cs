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

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<bool> _wanted = new(boundedCapacity: 1);
    private readonly SqliteConnections _connections;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private int _pages;
    private volatile bool _restForWriter;
    private volatile string? _lastError;
    private volatile bool _isDoubtful;
    private long _failedAt;

    public SqliteCheckpoints(SqliteConnections connections, ILogger logger)
    {
        _connections = connections;
        _logger = logger;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Why the WAL could not be moved; null since it was.</summary>
    public string? LastError => _lastError;

    /// <summary>
    /// A sync of the database failed. SQLite takes what it moved before that for moved, whatever of it is on disk: it must
    /// move all of it again before the WAL may begin anew.
    /// </summary>
    public bool IsDoubtful => _isDoubtful;

    /// <summary>From here on SQLite moves the whole WAL again.</summary>
    public void BeginAnew() => _isDoubtful = false;

    /// <summary>Called by the writer between two batches.</summary>
    public void Committed(int writes, SqlSession writer)
    {
        if (_restForWriter)
        {
            _restForWriter = false;
            Move(writer);
        }

        _pages += writes + PagesOfCommit;
        if (_pages >= PagesBetween || (_lastError is not null && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _failedAt)) > AfterFailure))
        {
            _pages = 0;
            _wanted.TryAdd(true);
        }
    }

    /// <summary>Moves all of the WAL and cuts it off: nothing of what was written before is in it any more. The writer waits meanwhile. False: somebody reads.</summary>
    public bool TryTruncate()
    {
        try
        {
            return !_isDoubtful && _connections.Move(session => session.One(SqliteStatements.Truncate, row => row.GetInt64(0))) == 0;
        }
        catch (SqliteException e)
        {
            if (e.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED))
            {
                Failed(e);
            }

            return false;
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
            _restForWriter = Move() > LargeLog;
        }
    }

    private long Move()
    {
        try
        {
            return _connections.Move(Move);
        }
        catch (SqliteException e)
        {
            // The connection could not be opened.
            Failed(e);
            return 0;
        }
    }

    private long Move(SqlSession session)
    {
        if (_isDoubtful)
        {
            return 0;
        }

        try
        {
            var pages = session.One(SqliteStatements.Checkpoint, row => row.GetInt64(1));
            _lastError = null;
            return pages;
        }
        catch (SqliteException e)
        {
            Failed(e);
            return 0;
        }
    }

    // Nothing is lost: the WAL is as durable as the database, it only grows until the next one.
    private void Failed(SqliteException reason)
    {
        Volatile.Write(ref _failedAt, TimeProvider.System.GetTimestamp());
        _isDoubtful |= SqliteFailure.IsOfSync(reason);
        _lastError = SqliteFailure.Text(reason);
        Log.Failed(_logger, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store's WAL could not be moved into the database; it is tried again later")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
