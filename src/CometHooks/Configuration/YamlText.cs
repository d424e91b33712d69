using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Configuration;

/// <summary>Reads YAML into nodes that know their line and column, so that every error can name its place.</summary>
internal static class YamlText
{
    /// <summary>The root of the file's only document as a mapping; what is wrong with the YAML itself goes to the problems.</summary>
    public static bool TryRead(string file, string text, ICollection<Problem> problems, [NotNullWhen(true)] out YamlMappingNode? root)
    {
        root = null;
        if (FindTab(text) is { } tab)
        {
            problems.Add(new Problem(file, tab.Line, tab.Column, "YAML does not allow tabs in front of a line: write two spaces for each step."));
            return false;
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode mapping }])
            {
                root = mapping;
                return true;
            }

            problems.Add(new Problem(file, 1, 1, "expected one YAML document that holds 'name: value' lines."));
        }
        catch (YamlException e)
        {
            problems.Add(new Problem(file, (int)e.Start.Line, (int)e.Start.Column, $"not valid YAML: {Plain(e)}{Hint(text, (int)e.Start.Line)}"));
        }

        return false;
    }

    private static (int Line, int Column)? FindTab(string text)
    {
        var line = 1;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            var indent = content.IndexOfAnyExcept(' ');
            if (indent >= 0 && content[indent] == '\t' && !content.Trim().IsEmpty)
            {
                return (line, indent + 1);
            }

            line++;
        }

        return null;
    }

    private static string Plain(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (end > 0 && message.StartsWith('(') ? message[(end + 3)..] : message).TrimEnd('.') + ".";
    }

    // An unquoted "a ? b : c" or "x: y: z" is what breaks YAML most often in rules.
    private static string Hint(string text, int line)
    {
        var lines = text.Split('\n');
        if (line < 1 || line > lines.Length)
        {
            return "";
        }

        var content = lines[line - 1].TrimEnd('\r');
        var colon = content.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
        {
            return "";
        }

        var value = content[(colon + 2)..].Trim();
        return value.Contains(": ", StringComparison.Ordinal) || value.Contains(" #", StringComparison.Ordinal) || value.StartsWith('"') || value.StartsWith('\'')
            ? $" YAML needs quotes around such a value: {content[..colon].Trim()}: {Quote(value)}"
            : "";
    }

    /// <summary>The value in single quotes, as YAML wants it.</summary>
    public static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
