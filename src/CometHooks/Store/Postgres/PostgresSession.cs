using System.Data;
using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>One PostgreSQL connection with its prepared statements.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection, StoreCipher? cipher = null) : SqlSession
{
    private readonly Dictionary<string, PostgresStatement> _prepared = new(ReferenceEqualityComparer.Instance);
    private readonly PostgresRow _row = new(cipher);
    private DateTimeOffset? _now;

    /// <summary>False once the connection is lost: it does not come back.</summary>
    public bool IsOpen => connection.State == ConnectionState.Open;

    public override bool InTransaction => IsOpen;

    /// <summary>When this transaction began, by the database's clock.</summary>
    public DateTimeOffset Now => _now ??= One(PostgresStatements.Now, row => row.Time(0));

    public override int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (ReferenceEquals(sql, SqlStatements.Begin) || ReferenceEquals(sql, SqlStatements.BeginReading))
        {
            _now = null;
        }

        return Prepared(sql, parameters).ExecuteNonQuery();
    }

    public override long? Insert(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        => (long?)Prepared(sql, parameters, "\nreturning id").ExecuteScalar();

    public override List<T> All<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Prepared(sql, parameters).ExecuteReader();
        _row.StandOn(reader);
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(_row));
        }

        _row.StandOn(null);
        return rows;
    }

    public override T? One<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : default
    {
        using var reader = Prepared(sql, parameters).ExecuteReader();
        if (!reader.Read())
        {
            return default;
        }

        _row.StandOn(reader);
        var result = read(_row);
        _row.StandOn(null);
        return result;
    }

    public override void Own(IReadOnlyCollection<string> destinations)
    {
        if (destinations.Count > 0)
        {
            One(PostgresStatements.OwnDestinations, row => row.GetInt64(0), ("@names", destinations.ToArray()));
        }
    }

    public override void Script(string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Fills a table by COPY.</summary>
    public NpgsqlBinaryImporter Import(string table, IEnumerable<string> columns)
        => connection.BeginBinaryImport($"copy {table} ({string.Join(", ", columns)}) from stdin (format binary)");

    public override void RollBack()
    {
        try
        {
            if (IsOpen)
            {
                Script(SqlStatements.RollBack);
            }
        }
        catch (NpgsqlException)
        {
            // The connection is beyond use; its owner opens another one.
        }
    }

    public override void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
        connection.Dispose();
    }

    // Every statement is a constant, so the text itself is looked up, not its letters.
    private NpgsqlCommand Prepared(string sql, ReadOnlySpan<(string Name, object? Value)> parameters, string ending = "")
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = new PostgresStatement(connection, PostgresStatements.Of(sql) + ending, cipher);
            _prepared.Add(sql, statement);
        }

        return statement.Bind(parameters);
    }
}
