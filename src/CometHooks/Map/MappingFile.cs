using CometHooks.Configuration;

namespace CometHooks.Map;

/// <summary>A mapping file on disk.</summary>
internal static class MappingFile
{
    /// <summary>In place of the version of a file that cannot be read.</summary>
    public const string NotThere = "(cannot be read)";

    /// <summary>Reads the file's text.</summary>
    /// <param name="folder">The configuration folder.</param>
    /// <param name="name">The file's path relative to it.</param>
    /// <param name="problems">What is wrong.</param>
    /// <param name="text">The text; empty where it cannot be read.</param>
    public static bool TryReadText(string folder, string name, ICollection<Problem> problems, out string text)
    {
        text = "";
        try
        {
            return FileText.TryRead(name, File.ReadAllBytes(Path.Combine(folder, name)), problems, out text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(name, 0, 0, $"cannot be read: {e.Message} Mapping paths are relative to the configuration folder."));
            return false;
        }
    }

    /// <summary>Whether the file may be written; a file that is marked as read-only is meant so, whoever asks.</summary>
    public static bool IsWritable(string folder, string name)
    {
        try
        {
            var path = Final(folder, name);
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            {
                return false;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Replaces the file's text at once: nobody ever sees a half of it, also after a loss of power.</summary>
    /// <param name="folder">The configuration folder.</param>
    /// <param name="name">The file's path relative to it.</param>
    /// <param name="text">The new text.</param>
    /// <param name="why">Why it cannot be written.</param>
    public static bool TryWriteText(string folder, string name, string text, out string why)
    {
        why = $"{name} is read-only";
        if (!IsWritable(folder, name))
        {
            return false;
        }

        var path = Final(folder, name);
        var aside = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(aside, File.GetUnixFileMode(path));
            }

            File.Move(aside, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = $"{name} cannot be written: {e.Message}";
            Forget(aside);
            return false;
        }
    }

    // A link stays a link: what it leads to is replaced.
    private static string Final(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
    }

    private static void Forget(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It never was a mapping, and no endpoint names it.
        }
    }
}
