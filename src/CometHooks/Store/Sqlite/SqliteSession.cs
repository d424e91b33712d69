using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CometHooks.Store.Sqlite;

/// <summary>
/// One SQLite connection. Its statements are SQLite's own prepared ones: a mapped webhook runs some thirty of them, and
/// commands and readers of ADO.NET took longer than what they ran.
/// </summary>
internal sealed class SqliteSession : SqlSession
{
    private readonly Dictionary<string, SqliteStatement> _prepared = new(ReferenceEqualityComparer.Instance);
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly StoreCipher? _cipher;

    /// <param name="connection">An open one. The session closes it.</param>
    /// <param name="lockSeconds">How long a statement waits for another process's lock.</param>
    /// <param name="cipher">Seals and opens; null: values are written and read as they are.</param>
    public SqliteSession(SqliteConnection connection, int lockSeconds, StoreCipher? cipher = null)
    {
        _cipher = cipher;
        _connection = connection;
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        raw.sqlite3_busy_timeout(_database, lockSeconds * 1000);
    }

    public override bool InTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    public override int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var statement = Prepared(sql);
        try
        {
            statement.Bind(parameters);
            while (statement.Step())
            {
                // A statement that returns rows runs to its end all the same.
            }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            statement.Reset();
        }
    }

    // Not "returning id": for that SQLite keeps a copy of every page that the statement touches, so as to undo it alone.
    public override long? Insert(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        => Execute(sql, parameters) == 1 ? raw.sqlite3_last_insert_rowid(_database) : null;

    public override List<T> All<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var statement = Prepared(sql);
        try
        {
            statement.Bind(parameters);
            var rows = new List<T>();
            while (statement.Step())
            {
                rows.Add(read(statement));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    public override T? One<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : default
    {
        var statement = Prepared(sql);
        try
        {
            statement.Bind(parameters);
            if (!statement.Step())
            {
                return default;
            }

            var result = read(statement);
            while (statement.Step())
            {
                // What changes rows and returns them is done only when it was stepped to its end.
            }

            return result;
        }
        finally
        {
            statement.Reset();
        }
    }

    public override void Script(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_database, sql), _database);

    public override void RollBack()
    {
        try
        {
            if (InTransaction)
            {
                Execute(SqlStatements.RollBack);
            }
        }
        catch (SqliteException)
        {
            // The connection is beyond use; its owner opens another one.
        }
    }

    /// <summary>Should it be the last to close, it does not move the WAL into the database.</summary>
    public void LeaveLog() => raw.sqlite3_db_config(_database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    public override void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
        _connection.Dispose();
    }

    // Every statement is a constant, so the text itself is looked up, not its letters.
    private SqliteStatement Prepared(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(_database, sql, _cipher);
            _prepared.Add(sql, statement);
        }

        return statement;
    }
}
