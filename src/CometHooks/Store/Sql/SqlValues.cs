using System.Runtime.InteropServices;

namespace CometHooks.Store.Sql;

/// <summary>How times and bodies are written to a database.</summary>
internal static class SqlValues
{
    public static object Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static object? Ms(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static byte[] Blob(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } array && part.Count == array.Length ? array : bytes.ToArray();
}
