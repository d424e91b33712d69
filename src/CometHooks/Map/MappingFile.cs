using CometHooks.Configuration;

namespace CometHooks.Map;

/// <summary>A mapping file on disk.</summary>
internal static class MappingFile
{
    /// <summary>Reads the file; null where it cannot be read or has problems.</summary>
    /// <param name="folder">The configuration folder.</param>
    /// <param name="name">The file's path relative to it.</param>
    /// <param name="problems">What is wrong.</param>
    public static Mapping? Load(string folder, string name, ICollection<Problem> problems) =>
        TryReadText(folder, name, problems, out var text) ? MappingReader.Read(name, text, problems) : null;

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
