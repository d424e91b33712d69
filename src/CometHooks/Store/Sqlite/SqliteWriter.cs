using CometHooks.Store.Sql;

namespace CometHooks.Store.Sqlite;

/// <summary>
/// The only writer. It takes what waits into one transaction and commits when nothing waits any more or the batch is
/// full: under load many callers share one fsync, and a caller alone waits for nobody.
/// </summary>
internal sealed partial class SqliteWriter : SqlWriter
{
    private readonly List<SqlWork> _batch = new(LargestBatch);
    private readonly SqliteConnections _connections;
    private readonly Action<int, SqlSession>? _committed;
    private readonly ILogger _logger;
    private SqlSession? _session;
    private volatile string? _lastError;

    /// <param name="session">Set up for writing.</param>
    /// <param name="connections">Where another one comes from after a failed commit.</param>
    /// <param name="committed">Called between two batches, with the number of writes.</param>
    /// <param name="capacity">How many writes may wait.</param>
    /// <param name="logger">Where failed commits are told.</param>
    public SqliteWriter(SqlSession session, SqliteConnections connections, Action<int, SqlSession>? committed, int capacity, ILogger logger)
        : base(capacity)
    {
        _session = session;
        _connections = connections;
        _committed = committed;
        _logger = logger;
        Start();
    }

    public override string? LastError => _lastError;

    protected override void Close() => _session?.Dispose();

    protected override void WriteBatch()
    {
        try
        {
            // After a failed commit the connection's state is unknown: a new one is opened here.
            var session = _session ??= _connections.OpenWriter();
            session.Execute(SqlStatements.Begin);
            if (!RunTogether(session))
            {
                session.Execute(SqlStatements.RollBack);
                session.Execute(SqlStatements.Begin);
                _batch.ForEach(work => RunAlone(session, work));
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

    // A savepoint for each would copy every page that each of them touches. False: one of them failed.
    private bool RunTogether(SqlSession session)
    {
        while (_batch.Count < LargestBatch && TryTake(out var work))
        {
            _batch.Add(work);
            if (work.Abandoned)
            {
                work.Fail(new OperationCanceledException());
                continue;
            }

            try
            {
                work.Run(session);
            }
            catch (Exception) when (session.InTransaction)
            {
                return false;
            }
        }

        return true;
    }

    // Again, each with a savepoint of its own: one bad item must not fail the others.
    private static void RunAlone(SqlSession session, SqlWork work)
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
        Log.BatchFailed(_logger, Math.Max(1, _batch.Count), SqliteConnections.CodeOf(reason), reason);
        _session?.RollBack();
        if (_connections.CanReopen)
        {
            _session?.Dispose();
            _session = null;
        }

        // The failure may have come before anything was taken: those who wait must hear of it, not wait for ever.
        while (_batch.Count < LargestBatch && TryTake(out var work))
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
