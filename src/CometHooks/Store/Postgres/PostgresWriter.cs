using System.Diagnostics;
using CometHooks.Operate.Metrics;
using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>
/// One of the writers of a hub. What waits goes into one transaction; where that fails for one of them, each gets a
/// transaction of its own, and what lost against another hub is done again.
/// </summary>
internal sealed partial class PostgresWriter : SqlWriter
{
    private const int MostTries = 6;

    private readonly List<SqlWork> _batch = new(LargestBatch);
    private readonly PostgresConnections _connections;
    private readonly ILogger _logger;
    private PostgresSession? _session;
    private SqlWork? _next;
    private volatile string? _lastError;

    /// <param name="connections">Where its connection comes from, at first and after it was lost.</param>
    /// <param name="capacity">How many writes may wait.</param>
    /// <param name="logger">Where failed commits are told.</param>
    public PostgresWriter(PostgresConnections connections, int capacity, ILogger logger)
        : base(capacity)
    {
        _connections = connections;
        _logger = logger;
        Start();
    }

    public override string? LastError => _lastError;

    protected override void Close() => _session?.Dispose();

    protected override void WriteBatch()
    {
        do
        {
            Take();
            try
            {
                Write(_batch);
                _lastError = null;
            }
            catch (Exception e)
            {
                FailBatch(e);
            }

            // At this point each write is committed or will never be.
            foreach (var work in _batch)
            {
                work.Answer();
            }

            _batch.Clear();
        }
        while (_next is not null);
    }

    private void Take()
    {
        while (_batch.Count < LargestBatch && Next() is { } work)
        {
            if (work.Scope.IsAlone && _batch.Count > 0)
            {
                _next = work;
                return;
            }

            if (work.Abandoned)
            {
                work.Fail(new OperationCanceledException());
                work.Answer();
                continue;
            }

            _batch.Add(work);
            if (work.Scope.IsAlone)
            {
                return;
            }
        }
    }

    private SqlWork? Next()
    {
        if (_next is { } kept)
        {
            _next = null;
            return kept;
        }

        return TryTake(out var work) ? work : null;
    }

    private void Write(List<SqlWork> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        var session = _session ??= _connections.OpenWriter();
        try
        {
            Commit(session, batch);
        }
        catch (Exception e) when (IsOnlyOnes(e, session))
        {
            session.RollBack();
            while (batch.Count > 0)
            {
                WriteAlone(session, batch[0]);
                batch[0].Answer();
                batch.RemoveAt(0);
            }
        }
    }

    private static void WriteAlone(PostgresSession session, SqlWork work)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Commit(session, [work]);
                return;
            }
            catch (Exception e) when (IsOnlyOnes(e, session))
            {
                session.RollBack();
                if (tries == MostTries || !LostAgainstAnother(e))
                {
                    work.Fail(e);
                    return;
                }
            }
        }
    }

    private static void Commit(PostgresSession session, List<SqlWork> batch)
    {
        var began = Stopwatch.GetTimestamp();
        session.Execute(SqlStatements.Begin);
        session.Own([.. batch.SelectMany(work => work.Scope.Destinations).Distinct(StringComparer.Ordinal)]);
        PostgresAdds.Run(session, [.. batch.OfType<SqlAdd>()]);
        foreach (var work in batch.Where(work => work is not SqlAdd))
        {
            work.Run(session);
        }

        session.Execute(SqlStatements.Commit);
        HubMeter.Committed(batch.Count, began);
    }

    // What it says or what another one did, not the database's state: data, constraint, lost against another, too long for an index.
    private static bool IsOnlyOnes(Exception e, PostgresSession session)
        => session.IsOpen && (e is not NpgsqlException || e is PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '0', ..] or ['5', '4', ..] });

    // Deadlock, serialization failure, a key that another one took in the same moment.
    private static bool LostAgainstAnother(Exception e)
        => e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation };

    private void FailBatch(Exception reason)
    {
        _lastError = reason.Message;
        Log.BatchFailed(_logger, Math.Max(1, _batch.Count), (reason as PostgresException)?.SqlState, reason);
        _session?.Dispose();
        _session = null;

        // The failure may have come before anything was taken: those who wait must hear of it, not wait for ever.
        while (_batch.Count < LargestBatch && Next() is { } work)
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
