using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CometHooks.Store;

/// <summary>One connection with its prepared statements. Not for two threads at once.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Whether a transaction is under way. A full disk ends one without being asked.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        => Bind(sql, parameters).ExecuteNonQuery();

    /// <summary>All rows.</summary>
    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The first row; default where there is none.</summary>
    public T? One<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>The id that the statement returns; null where it returned no row.</summary>
    public long? Id(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        => One(sql, row => (long?)row.GetInt64(0), parameters);

    /// <summary>Runs statements that are needed once: schema steps and pragmas.</summary>
    public void Script(string sql)
    {
        using var command = connection.CreateCommand();
        // Schema steps are constants of this assembly.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Ends what is under way without keeping it; says nothing where there is nothing or it cannot.</summary>
    public void RollBack()
    {
        try
        {
            if (InTransaction)
            {
                Execute(SqliteStatements.RollBack);
            }
        }
        catch (SqliteException)
        {
            // The connection is beyond use; its owner opens another one.
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            // Every statement is a constant of SqliteStatements; values come as parameters only.
#pragma warning disable CA2100
            command.CommandText = sql;
#pragma warning restore CA2100
            _prepared.Add(sql, command);
        }

        // A statement has one caller, so its parameters come in the same order every time.
        for (var i = 0; i < parameters.Length; i++)
        {
            var value = parameters[i].Value ?? DBNull.Value;
            if (i < command.Parameters.Count)
            {
                command.Parameters[i].ParameterName = parameters[i].Name;
                command.Parameters[i].Value = value;
            }
            else
            {
                command.Parameters.Add(new SqliteParameter(parameters[i].Name, value));
            }
        }

        return command;
    }
}
