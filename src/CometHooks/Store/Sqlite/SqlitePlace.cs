namespace CometHooks.Store.Sqlite;

/// <summary>Where a store lies: what a hub makes, only the user of this process can read. SQLite gives what it puts beside it the same permissions.</summary>
internal static class SqlitePlace
{
    /// <summary>Makes the folder and the file where there is none. What is there keeps the permissions that somebody gave it.</summary>
    public static void Make(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!File.Exists(path))
        {
            // Without a byte in it, it is a database without a table.
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
    }
}
