namespace CometHooks.Load.Runs;

/// <summary>A folder for the databases of a run; a new file for each measurement.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("comethooks-load-");
    private int _next;

    /// <summary>A database file that does not exist yet, in a folder of its own.</summary>
    public string Store() => Path.Combine(_folder.CreateSubdirectory($"{_next++}").FullName, "load.db");

    /// <summary>Frees the disk of what was measured.</summary>
    public static void Forget(string store) => Directory.GetParent(store)!.Delete(recursive: true);

    public void Dispose() => _folder.Delete(recursive: true);
}
