using CometHooks.Store.Sql;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>The row that a reader stands on.</summary>
internal sealed class PostgresRow(StoreCipher? cipher) : SqlRow
{
    private NpgsqlDataReader? _reader;

    private NpgsqlDataReader Reader => _reader ?? throw new InvalidOperationException("A row was read after its statement.");

    public void StandOn(NpgsqlDataReader? reader) => _reader = reader;

    public override bool IsDBNull(int column) => Reader.IsDBNull(column);

    public override long GetInt64(int column) => Reader.GetInt64(NotNull(column));

    public override string GetString(int column) => cipher is null ? Reader.GetString(NotNull(column)) : cipher.Open(Reader.GetString(NotNull(column)));

    public override bool GetBoolean(int column) => Reader.GetBoolean(NotNull(column));

    public override byte[] Bytes(int column) => cipher is null ? Reader.GetFieldValue<byte[]>(NotNull(column)) : cipher.Open(Reader.GetFieldValue<byte[]>(NotNull(column)));

    public override bool IsStale(int column) => cipher is not null && !IsDBNull(column)
        && cipher.IsStale(Reader.GetFieldType(column) == typeof(byte[]) ? Reader.GetFieldValue<byte[]>(column) : System.Text.Encoding.UTF8.GetBytes(Reader.GetString(column)));

    private int NotNull(int column)
        => Reader.IsDBNull(column) ? throw new InvalidOperationException($"Column {Reader.GetName(column)} is null.") : column;
}
