using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>A prepared statement with its parameters.</summary>
internal sealed class PostgresStatement : IDisposable
{
    private readonly NpgsqlCommand _command;
    private readonly StoreCipher? _cipher;

    // A statement has one caller, so its parameters come in the same order every time: found by name once.
    private readonly NpgsqlParameter?[] _places;

    public PostgresStatement(NpgsqlConnection connection, string sql, StoreCipher? cipher)
    {
        _cipher = cipher;
        _command = new NpgsqlCommand(sql, connection);
        try
        {
            // The server knows best what type each parameter has: also that of a null.
            if (sql.Contains('@', StringComparison.Ordinal))
            {
                NpgsqlCommandBuilder.DeriveParameters(_command);
            }

            _command.Prepare();
            _places = new NpgsqlParameter?[_command.Parameters.Count];
        }
        catch
        {
            _command.Dispose();
            throw;
        }
    }

    public NpgsqlCommand Bind(ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (parameters.Length != _places.Length)
        {
            throw new InvalidOperationException($"The statement has {_places.Length} parameters, {parameters.Length} were given.");
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, value) = parameters[i];
            var parameter = _places[i] ??= _command.Parameters[name[1..]];
            parameter.Value = (_cipher is null ? value : _cipher.Seal(name, value)) switch
            {
                null => DBNull.Value,
                int number => (long)number,
                string text => Text(text),
                var other => other,
            };
        }

        return _command;
    }

    public void Dispose() => _command.Dispose();

    /// <summary>PostgreSQL keeps every character but this one. What was received keeps it: the body is bytes.</summary>
    public static string Text(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
}
