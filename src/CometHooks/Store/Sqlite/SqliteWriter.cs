using System.Collections.Concurrent;
using System.Diagnostics;
using CometHooks.Operate.Metrics;
using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store.Sqlite;

/// <summary>
/// The only writer. It takes what waits into one transaction and commits when nothing waits any more or the batch is
/// full: under load many callers share one fsync, and a caller alone waits for nobody.
/// </summary>
internal sealed partial class SqliteWriter : SqlWriter
{
    private readonly List<SqlWork> _batch = new(LargestBatch);
    private readonly ConcurrentQueue<(Action<SqlSession> Run, TaskCompletionSource Done)> _between = new();
    private readonly SqliteConnections _connections;
    private readonly SqliteCheckpoints? _checkpoints;
    private readonly ILogger _logger;
    private SqliteSession? _session;
    private bool _isDoubtful;
    private volatile string? _lastError;

    /// <param name="session">Set up for writing.</param>
    /// <param name="connections">Where another one comes from after a failed commit.</param>
    /// <param name="checkpoints">They hear of each commit; null in memory.</param>
    /// <param name="capacity">How many writes may wait.</param>
    /// <param name="logger">Where failed commits are told.</param>
    public SqliteWriter(SqliteSession session, SqliteConnections connections, SqliteCheckpoints? checkpoints, int capacity, ILogger logger)
        : base(capacity)
    {
        _session = session;
        _connections = connections;
        _checkpoints = checkpoints;
        _logger = logger;
        Start();
    }

    /// <summary>Runs something that no transaction may hold, between two batches: all that writes waits for it.</summary>
    public async Task BetweenAsync(Action<SqlSession> run)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _between.Enqueue((run, done));
        await RunAsync(_ => true, CancellationToken.None);
        await done.Task;
    }

    public override string? LastError => _lastError ?? _checkpoints?.LastError;

    protected override void Close()
    {
        if (_checkpoints is { IsDoubtful: true })
        {
            _session?.LeaveLog();
        }

        _session?.Dispose();
    }

    protected override void WriteBatch()
    {
        try
        {
            var session = Session();
            var began = Stopwatch.GetTimestamp();
            Begin(session);
            if (!RunTogether(session))
            {
                session.Execute(SqlStatements.RollBack);
                Begin(session);
                _batch.ForEach(work => RunAlone(session, work));
            }

            session.Execute(SqlStatements.Commit);
            if (_checkpoints is not null)
            {
                // Those in memory are of examples, which no disk waits for.
                HubMeter.Committed(_batch.Count, began);
            }

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
            if (_checkpoints is { IsDoubtful: true })
            {
                BeginAnew(_checkpoints);
            }
        }

        _batch.Clear();
        RunBetween();
    }

    private void RunBetween()
    {
        while (_between.TryDequeue(out var between))
        {
            try
            {
                between.Run(Session());
                between.Done.SetResult();
            }
            catch (Exception e)
            {
                between.Done.SetException(e);
            }
        }
    }

    // After a failed commit the connection's state is unknown. Another one is opened before the old one is let go: while
    // one is open, SQLite knows where the last good commit ends, and writes the next over what the failed one left behind
    // it. Else it would read that back as a commit, and go on behind what a failed sync may not have brought to disk.
    private SqliteSession Session()
    {
        if (_session is not null && !_isDoubtful)
        {
            return _session;
        }

        var fresh = _connections.OpenWriter();
        _session?.Dispose();
        _isDoubtful = false;
        return _session = fresh;
    }

    // A batch may write nothing, and nothing can fail then: only a write shows that the disk is well again.
    private void Begin(SqliteSession session)
    {
        session.Execute(SqlStatements.Begin);
        if (_lastError is not null)
        {
            session.Execute(SqliteStatements.Touch);
        }
    }

    // Between two commits, the last of which is on disk.
    private void BeginAnew(SqliteCheckpoints checkpoints)
    {
        try
        {
            if (_connections.TryBeginAnew(ref _session))
            {
                checkpoints.BeginAnew();
            }
        }
        catch (SqliteException e)
        {
            _lastError = SqliteFailure.Text(e);
            Log.BatchFailed(_logger, 0, SqliteConnections.CodeOf(e), e);
        }
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
            catch (Exception e) when (session.InTransaction && !SqliteFailure.IsOfDisk(e))
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
        catch (Exception e) when (session.InTransaction && !SqliteFailure.IsOfDisk(e))
        {
            // One bad item: it alone is undone. Where SQLite ended the transaction by itself, the whole batch is lost.
            session.Execute(SqlStatements.RollBackSavepoint);
            work.Fail(e);
        }

        session.Execute(SqlStatements.ReleaseSavepoint);
    }

    private void FailBatch(Exception reason)
    {
        _lastError = SqliteFailure.Text(reason);
        Log.BatchFailed(_logger, Math.Max(1, _batch.Count), SqliteConnections.CodeOf(reason), reason);
        _session?.RollBack();
        _isDoubtful = _connections.CanReopen;

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
