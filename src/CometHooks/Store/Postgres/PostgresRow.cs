using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>The row that a reader stands on.</summary>
internal sealed class PostgresRow : SqlRow
{
    private NpgsqlDataReader? _reader;

    private NpgsqlDataReader Reader => _reader ?? throw new InvalidOperationException("A row was read after its statement.");

    public void StandOn(NpgsqlDataReader? reader) => _reader = reader;

    public override bool IsDBNull(int column) => Reader.IsDBNull(column);

    public override long GetInt64(int column) => Reader.GetInt64(NotNull(column));

    public override string GetString(int column) => Reader.GetString(NotNull(column));

    public override bool GetBoolean(int column) => Reader.GetBoolean(NotNull(column));

    public override byte[] Bytes(int column) => Reader.GetFieldValue<byte[]>(NotNull(column));

    private int NotNull(int column)
        => Reader.IsDBNull(column) ? throw new InvalidOperationException($"Column {Reader.GetName(column)} is null.") : column;
}
