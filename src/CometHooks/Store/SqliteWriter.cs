using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store;

/// <summary>
/// The only writer. It takes what waits into one transaction and commits when nothing waits any more or the batch is
/// full: under load many callers share one fsync, and a caller alone waits for nobody.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly Channel<SqliteWork> _queue;
    private readonly List<SqliteWork> _batch = new(LargestBatch);
    private readonly SqliteConnections _connections;
    private readonly SqliteCheckpoints? _checkpoints;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private SqliteSession? _session;
    private volatile string? _lastError;

    public SqliteWriter(SqliteSession session, SqliteConnections connections, SqliteCheckpoints? checkpoints, int capacity, ILogger logger)
    {
        _session = session;
        _connections = connections;
        _checkpoints = checkpoints;
        _logger = logger;
        _queue = Channel.CreateBounded<SqliteWork>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _loop = Task.Run(LoopAsync);
    }

    public string? LastError => _lastError;

    public int Depth => _queue.Reader.Count;

    /// <summary>Queues a write unless the queue is full or closed. The task ends after the commit.</summary>
    public bool TryRun<T>(Func<SqliteSession, T> run, CancellationToken cancellationToken, out Task<T> done)
    {
        var work = new SqliteWork<T>(run, cancellationToken);
        done = work.Done;
        return _queue.Writer.TryWrite(work);
    }

    /// <summary>Queues a write, waiting for room. Cancellation counts until its turn comes; what has begun is finished.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> run, CancellationToken cancellationToken)
    {
        var work = new SqliteWork<T>(run, cancellationToken);
        await _queue.Writer.WriteAsync(work, cancellationToken);
        return await work.Done;
    }

    /// <summary>Takes nothing new, finishes what waits, closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _session?.Dispose();
    }

    private async Task LoopAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            WriteBatch();
        }
    }

    private void WriteBatch()
    {
        try
        {
            // After a failed commit the connection's state is unknown: a new one is opened here.
            var session = _session ??= _connections.OpenWriter();
            session.Execute(SqliteStatements.Begin);
            while (_batch.Count < LargestBatch && _queue.Reader.TryRead(out var work))
            {
                _batch.Add(work);
                RunOne(session, work);
            }

            session.Execute(SqliteStatements.Commit);
            _lastError = null;
        }
        catch (Exception e)
        {
            FailBatch(e);
        }

        // At this point the batch is on disk or none of it is.
        foreach (var work in _batch)
        {
            work.Answer();
        }

        if (_lastError is null && _session is { } open)
        {
            _checkpoints?.Committed(_batch.Count, open);
        }

        _batch.Clear();
    }

    private static void RunOne(SqliteSession session, SqliteWork work)
    {
        if (work.Abandoned)
        {
            work.Fail(new OperationCanceledException());
            return;
        }

        session.Execute(SqliteStatements.Savepoint);
        try
        {
            work.Run(session);
        }
        catch (Exception e) when (session.InTransaction)
        {
            // One bad item: it alone is undone. Where SQLite ended the transaction by itself, the whole batch is lost.
            session.Execute(SqliteStatements.RollBackSavepoint);
            work.Fail(e);
        }

        session.Execute(SqliteStatements.ReleaseSavepoint);
    }

    private void FailBatch(Exception reason)
    {
        _lastError = reason.Message;
        Log.BatchFailed(_logger, Math.Max(1, _batch.Count), (reason as SqliteException)?.SqliteExtendedErrorCode, reason);
        _session?.RollBack();
        if (!_connections.InMemory)
        {
            _session?.Dispose();
            _session = null;
        }

        // The failure may have come before anything was taken: those who wait must hear of it, not wait for ever.
        while (_batch.Count < LargestBatch && _queue.Reader.TryRead(out var work))
        {
            _batch.Add(work);
        }

        foreach (var work in _batch)
        {
            work.Fail(reason);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The store could not commit {Writes} writes (SQLite code {Code}); none of them was kept")]
        public static partial void BatchFailed(ILogger logger, int writes, int? code, Exception exception);
    }
}
