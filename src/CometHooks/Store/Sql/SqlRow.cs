namespace CometHooks.Store.Sql;

/// <summary>The row that a statement stands on. A value that is null is asked for by <see cref="IsDBNull"/> first, or by the …OrNull methods.</summary>
internal abstract class SqlRow
{
    public abstract bool IsDBNull(int column);

    public abstract long GetInt64(int column);

    public abstract string GetString(int column);

    public abstract bool GetBoolean(int column);

    public abstract byte[] Bytes(int column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(GetInt64(column));

    public DateTimeOffset? TimeOrNull(int column) => IsDBNull(column) ? null : Time(column);

    public string? TextOrNull(int column) => IsDBNull(column) ? null : GetString(column);

    public long? LongOrNull(int column) => IsDBNull(column) ? null : GetInt64(column);

    public int? IntOrNull(int column) => IsDBNull(column) ? null : GetInt32(column);

    public T Word<T>(int column)
        where T : struct, Enum => Words.Read<T>(GetString(column));

    public T? WordOrNull<T>(int column)
        where T : struct, Enum => IsDBNull(column) ? null : Word<T>(column);

    /// <summary>Whether the stored value has to be sealed anew by the newest key.</summary>
    public abstract bool IsStale(int column);
}
