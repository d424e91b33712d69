using System.Text;

namespace CometHooks.Configuration;

/// <summary>Replaces <c>${NAME}</c> by the environment variable and <c>file:PATH</c> by the file's content.</summary>
internal sealed class References(IReadOnlyDictionary<string, string> environment)
{
    private const string FilePrefix = "file:";

    /// <summary>Per option (by its path) the variables that it names and nobody has set.</summary>
    public Dictionary<string, string> NotSet { get; } = new(StringComparer.Ordinal);

    /// <summary>The text with its references replaced; an unset variable is an empty text.</summary>
    public string Expand(Setting setting, string path)
    {
        var text = setting.Text ?? "";
        if (setting.Literal || !text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start && rest[start..].IndexOf('}') is > 0 and var length)
        {
            var name = rest.Slice(start + 2, length - 2).Trim().ToString();
            expanded.Append(rest[..start]);
            if (environment.TryGetValue(name, out var value) && value.Length > 0)
            {
                expanded.Append(value);
            }
            else
            {
                NotSet[path] = name;
            }

            rest = rest[(start + length + 1)..];
        }

        return expanded.Append(rest).ToString();
    }

    /// <summary>NAME, where the text is <c>$NAME</c>, which is no reference but was meant as one; null where it may be a secret.</summary>
    public static string? Bare(string text) =>
        text is ['$', _, ..] && text.Contains('_', StringComparison.Ordinal) && text[1..].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') ? text[1..] : null;

    /// <summary>A secret's value: <c>file:/run/secrets/x</c> is read, without the line end that editors leave behind.</summary>
    public static string ReadSecret(string text, Place place, ICollection<Problem> problems)
    {
        if (!text.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return text;
        }

        var file = text[FilePrefix.Length..];
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(place.Problem($"cannot read the secret's file '{file}': {Why(e)}. Create it, or make it readable for the user that runs the hub."));
            return "";
        }
    }

    private static string Why(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "access is denied",
        _ => "it cannot be opened",
    };
}
