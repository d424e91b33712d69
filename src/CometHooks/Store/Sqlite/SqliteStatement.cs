using System.Buffers;
using System.Text;
using CometHooks.Store.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CometHooks.Store.Sqlite;

/// <summary>A prepared statement, and the row that it stands on.</summary>
internal sealed class SqliteStatement : SqlRow, IDisposable
{
    private const int ShortText = 512;

    private readonly sqlite3 _database;
    private readonly StoreCipher? _cipher;
    private readonly sqlite3_stmt _statement;

    // A statement has one caller, so its parameters come in the same order every time: found by name once.
    private readonly string[] _names;
    private readonly int[] _places;

    // A bound number stays bound. Binding it again, even the same, makes SQLite plan a statement anew whose limit it is.
    private readonly long?[] _numbers;

    public SqliteStatement(sqlite3 database, string sql, StoreCipher? cipher)
    {
        _cipher = cipher;
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        var count = raw.sqlite3_bind_parameter_count(_statement);
        _names = new string[count];
        _places = new int[count];
        _numbers = new long?[count];
    }

    public void Bind(ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (parameters.Length != _places.Length)
        {
            throw new InvalidOperationException($"The statement has {_places.Length} parameters, {parameters.Length} were given.");
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            if (!ReferenceEquals(_names[i], parameters[i].Name))
            {
                _places[i] = raw.sqlite3_bind_parameter_index(_statement, parameters[i].Name);
                _names[i] = parameters[i].Name;
                _numbers[i] = null;
            }

            var number = Number(parameters[i].Value);
            if (number is null || number != _numbers[i])
            {
                Check(number is { } other ? raw.sqlite3_bind_int64(_statement, _places[i], other) : Bind(_places[i], _cipher is null ? parameters[i].Value : _cipher.Seal(parameters[i].Name, parameters[i].Value)));
                _numbers[i] = number;
            }
        }
    }

    /// <summary>Goes to the next row. False: it is done.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        Check(result);
        throw new InvalidOperationException($"SQLite answered a step with {result}.");
    }

    // What went wrong was said by the step already.
    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    public override bool IsDBNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public override long GetInt64(int column) => raw.sqlite3_column_int64(_statement, NotNull(column));

    public override string GetString(int column)
    {
        var text = Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, NotNull(column)));
        return _cipher is null ? text : _cipher.Open(text);
    }

    public override bool GetBoolean(int column) => GetInt64(column) != 0;

    public override byte[] Bytes(int column)
    {
        var bytes = raw.sqlite3_column_blob(_statement, NotNull(column)).ToArray();
        return _cipher is null ? bytes : _cipher.Open(bytes);
    }

    public override bool IsStale(int column) => _cipher is not null && !IsDBNull(column) && _cipher.IsStale(raw.sqlite3_column_blob(_statement, column));

    private int NotNull(int column)
        => IsDBNull(column) ? throw new InvalidOperationException($"Column {raw.sqlite3_column_name(_statement, column).utf8_to_string()} is null.") : column;

    private static long? Number(object? value) => value switch
    {
        long number => number,
        int number => number,
        bool flag => flag ? 1 : 0,
        _ => null,
    };

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => Bind(place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} cannot be kept."),
    };

    // The library's own way makes an array for each text. An empty one it takes for null, but for its own way.
    private int Bind(int place, string text)
    {
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(_statement, place, text);
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > ShortText ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[ShortText];
        try
        {
            return raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
