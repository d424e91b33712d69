using System.Threading.Channels;

namespace CometHooks.Store.Sql;

/// <summary>
/// The only writer. It takes what waits into one transaction and commits when nothing waits any more or the batch is
/// full: under load many callers share one fsync, and a caller alone waits for nobody.
/// </summary>
internal sealed partial class SqlWriter : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly Channel<SqlWork> _queue;
    private readonly List<SqlWork> _batch = new(LargestBatch);
    private readonly ISqlConnections _connections;
    private readonly Action<int, SqlSession>? _committed;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private SqlSession? _session;
    private volatile string? _lastError;

    /// <param name="session">Set up for writing.</param>
    /// <param name="connections">Where another one comes from after a failed commit.</param>
    /// <param name="committed">Called between two batches, with the number of writes.</param>
    /// <param name="capacity">How many writes may wait.</param>
    /// <param name="logger">Where failed commits are told.</param>
    public SqlWriter(SqlSession session, ISqlConnections connections, Action<int, SqlSession>? committed, int capacity, ILogger logger)
    {
        _session = session;
        _connections = connections;
        _committed = committed;
        _logger = logger;
        _queue = Channel.CreateBounded<SqlWork>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _loop = Task.Run(LoopAsync);
    }

    public string? LastError => _lastError;

    public int Depth => _queue.Reader.Count;

    /// <summary>Queues a write unless the queue is full or closed. The task ends after the commit.</summary>
    public bool TryRun<T>(Func<SqlSession, T> run, CancellationToken cancellationToken, out Task<T> done)
    {
        var work = new SqlWork<T>(run, cancellationToken);
        done = work.Done;
        return _queue.Writer.TryWrite(work);
    }

    /// <summary>Queues a write, waiting for room. Cancellation counts until its turn comes; what has begun is finished.</summary>
    public async Task<T> RunAsync<T>(Func<SqlSession, T> run, CancellationToken cancellationToken)
    {
        var work = new SqlWork<T>(run, cancellationToken);
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
            session.Execute(SqlStatements.Begin);
            while (_batch.Count < LargestBatch && _queue.Reader.TryRead(out var work))
            {
                _batch.Add(work);
                RunOne(session, work);
            }

            session.Execute(SqlStatements.Commit);
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
            _committed?.Invoke(_batch.Count, open);
        }

        _batch.Clear();
    }

    private static void RunOne(SqlSession session, SqlWork work)
    {
        if (work.Abandoned)
        {
            work.Fail(new OperationCanceledException());
            return;
        }

        session.Execute(SqlStatements.Savepoint);
        try
        {
            work.Run(session);
        }
        catch (Exception e) when (session.InTransaction)
        {
            // One bad item: it alone is undone. Where SQLite ended the transaction by itself, the whole batch is lost.
            session.Execute(SqlStatements.RollBackSavepoint);
            work.Fail(e);
        }

        session.Execute(SqlStatements.ReleaseSavepoint);
    }

    private void FailBatch(Exception reason)
    {
        _lastError = reason.Message;
        Log.BatchFailed(_logger, Math.Max(1, _batch.Count), _connections.CodeOf(reason), reason);
        _session?.RollBack();
        if (_connections.CanReopen)
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
        [LoggerMessage(Level = LogLevel.Error, Message = "The store could not commit {Writes} writes (code {Code}); none of them was kept")]
        public static partial void BatchFailed(ILogger logger, int writes, string? code, Exception exception);
    }
}
