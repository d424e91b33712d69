namespace CometHooks.Store.Sqlite;

/// <summary>
/// The WAL that an earlier process left. Its last sync may have failed: then some of it is not on disk, Linux takes it for
/// written all the same, and SQLite, which reads it back, would put new commits behind it. After a power cut those would
/// be gone with it.
/// </summary>
internal static class SqliteLeftLog
{
    private const int Block = 1 << 20;

    /// <summary>Writes it once more, byte for byte in its place, and syncs it. Nobody else may write to it meanwhile.</summary>
    public static void WriteAgain(string database)
    {
        var path = $"{database}-wal";
        if (!File.Exists(path))
        {
            return;
        }

        using var log = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var block = new byte[Math.Min(Block, Math.Max(1, RandomAccess.GetLength(log)))];
        for (long at = 0; RandomAccess.Read(log, block, at) is > 0 and var read; at += read)
        {
            RandomAccess.Write(log, block.AsSpan(0, read), at);
        }

        RandomAccess.FlushToDisk(log);
    }
}
