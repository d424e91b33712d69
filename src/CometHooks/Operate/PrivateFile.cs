using System.Text;

namespace CometHooks.Operate;

/// <summary>A file that only the user of this process can read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes it anew: what stood there, and its permissions, are gone.</summary>
    public static void Write(string path, string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.Delete(path);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), create);
        file.WriteLine(line);
    }

    /// <summary>Takes it away, if it is there and can be.</summary>
    public static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What it holds is worth nothing any more, wherever it still stands.
        }
    }
}
