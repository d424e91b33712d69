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
            text = File.ReadAllText(Path.Combine(folder, name));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(name, 0, 0, $"cannot be read: {e.Message} Mapping paths are relative to the configuration folder."));
            return false;
        }
    }
}
