using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Configuration;

/// <summary>Reads YAML into nodes that know their line and column, so that every error can name its place.</summary>
internal static class YamlText
{
    private const int MostRepairs = 20;

    /// <summary>
    /// The root of the file's only document as a mapping. What is wrong with the YAML itself goes to the problems; the
    /// usual slips (a tab, a value that needs quotes) are then mended in memory, so that one run finds what else is wrong.
    /// A file with problems must not be used even where this returns true.
    /// </summary>
    public static bool TryRead(string file, string text, ICollection<Problem> problems, [NotNullWhen(true)] out YamlMappingNode? root)
    {
        root = null;
        var lines = text.Split('\n');
        MendTabs(file, lines, problems);
        for (var repair = 0; repair <= MostRepairs; repair++)
        {
            try
            {
                var stream = new YamlStream();
                stream.Load(new StringReader(string.Join('\n', lines)));
                if (stream.Documents is [{ RootNode: YamlMappingNode mapping }])
                {
                    root = mapping;
                    return true;
                }

                problems.Add(new Problem(file, 1, 1, "expected one YAML document that holds 'name: value' lines."));
                return false;
            }
            catch (YamlException e)
            {
                if (!TryMend(file, lines, e, problems))
                {
                    return false;
                }
            }
        }

        return false;
    }

    /// <summary>The value in single quotes, as YAML wants it.</summary>
    public static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void MendTabs(string file, string[] lines, ICollection<Problem> problems)
    {
        var indent = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var content = lines[i].TrimStart(' ', '\t');
            if (content.Trim().Length == 0)
            {
                continue;
            }

            var lead = lines[i][..^content.Length];
            var tab = lead.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0)
            {
                problems.Add(new Problem(file, i + 1, tab + 1, "YAML does not allow tabs in front of a line: write two spaces for each step."));
                lead = indent;
                lines[i] = lead + content;
            }

            indent = content.TrimEnd().EndsWith(':') ? lead + "  " : lead;
        }
    }

    // The line that YAML stumbled over is mended where its value only lacks quotes; the error is reported either way.
    private static bool TryMend(string file, string[] lines, YamlException e, ICollection<Problem> problems)
    {
        var line = (int)e.Start.Line;
        var what = $"not valid YAML: {Plain(e)}";
        if (line < 1 || line > lines.Length)
        {
            problems.Add(new Problem(file, line, (int)e.Start.Column, what));
            return false;
        }

        var content = lines[line - 1].TrimEnd('\r');
        var colon = content.IndexOf(": ", StringComparison.Ordinal);
        var value = colon < 0 ? "" : content[(colon + 2)..].Trim();
        if (value.Length == 0 || value is ['\'' or '|' or '>' or '{' or '[', ..] && value[^1] is '\'' or '}' or ']' or '|' or '>')
        {
            problems.Add(new Problem(file, line, (int)e.Start.Column, what));
            return false;
        }

        var mended = $"{content[..colon]}: {Quote(value)}";
        problems.Add(new Problem(file, line, (int)e.Start.Column, $"this value needs quotes in YAML. Write: {mended.Trim()}"));
        lines[line - 1] = mended;
        return true;
    }

    private static string Plain(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (end > 0 && message.StartsWith('(') ? message[(end + 3)..] : message).TrimEnd('.') + ".";
    }
}
