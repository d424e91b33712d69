namespace CometHooks.Store.Sqlite;

/// <summary>The lock file beside the database. It keeps a second process out: two writers would break what one writer's order promises.</summary>
internal sealed class SqliteLock : IDisposable
{
    private readonly FileStream _file;

    private SqliteLock(FileStream file) => _file = file;

    /// <summary>Takes the lock until it is disposed. The file stays: deleting it would open a gap for a second taker.</summary>
    public static SqliteLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new SqliteLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new StoreRefusedException(
                $"The store {databasePath} is in use: another process holds {path}. Stop the other hub, or give this one a store of its own (store.path).", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreRefusedException($"The store {databasePath} cannot be locked: no permission to write {path}. Let this user write to the folder.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
