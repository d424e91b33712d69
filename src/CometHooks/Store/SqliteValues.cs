using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace CometHooks.Store;

/// <summary>How times, nulls and bodies are written to SQLite and read back.</summary>
internal static class SqliteValues
{
    public static object Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static object? Ms(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static byte[] Blob(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } array && part.Count == array.Length ? array : bytes.ToArray();

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? LongOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static int? IntOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static T Word<T>(this SqliteDataReader row, int column)
        where T : struct, Enum => Words.Read<T>(row.GetString(column));
}
