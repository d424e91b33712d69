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
        if (Array.FindIndex(lines, l => l.Contains('\0', StringComparison.Ordinal)) is var zero and >= 0)
        {
            problems.Add(new Problem(file, zero + 1, lines[zero].IndexOf('\0', StringComparison.Ordinal) + 1, "a zero byte stands here: this is no text, or its end was damaged."));
            return false;
        }

        MendTabs(file, lines, problems);
        for (var repair = 0; repair <= MostRepairs; repair++)
        {
            if (Load(lines, out var documents) is { } failure)
            {
                if (!TryMend(file, lines, failure, problems))
                {
                    return false;
                }
            }
            else if (documents is [{ RootNode: YamlMappingNode mapping }])
            {
                root = mapping;
                return true;
            }
            else
            {
                problems.Add(new Problem(file, 1, 1, "expected one YAML document that holds 'name: value' lines."));
                return false;
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

    // The library throws more than its own exceptions where brackets are wrong; whatever it is, the text is what is wrong.
    private static YamlFailure? Load(string[] lines, out IList<YamlDocument> documents)
    {
        var stream = new YamlStream();
        documents = stream.Documents;
        var parser = new BoundedParser(new Parser(new StringReader(string.Join('\n', lines))));
        try
        {
            stream.Load(parser);
            return null;
        }
        catch (YamlException e)
        {
            return YamlFailure.Of(lines, e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var place = parser.Current?.Start ?? Mark.Empty;
            return new YamlFailure((int)place.Line, (int)place.Column, "not valid YAML from here on: a bracket, brace, quote or colon is missing, or is one too many.") { IsVague = true };
        }
    }

    // What can be mended is mended, so that reading goes on; the mistake is reported either way.
    private static bool TryMend(string file, string[] lines, YamlFailure failure, ICollection<Problem> problems)
    {
        if (UnclosedText.Find(lines) is { } open && (open.Line < failure.Line || failure.IsVague))
        {
            problems.Add(new Problem(file, open.Line + 1, open.Column + 1, open.Message));
            return TryPut(lines, open.EndLine, lines[open.EndLine].Insert(open.EndColumn, open.Closing));
        }

        if (Quoted(lines, failure) is { } mended && TryPut(lines, failure.Line - 1, mended))
        {
            problems.Add(new Problem(file, failure.Line, failure.Column, $"this value needs quotes in YAML. Write: {mended.Trim()}"));
            return true;
        }

        problems.Add(new Problem(file, failure.Line, failure.Column, failure.Message));
        return false;
    }

    // Only what lets YAML read further is a repair.
    private static bool TryPut(string[] lines, int line, string mended)
    {
        var before = lines[line];
        lines[line] = mended;
        if (Load(lines, out _) is { } next && next.Line <= line + 1)
        {
            lines[line] = before;
            return false;
        }

        return true;
    }

    // The line with its value in quotes; null where it has none that could lack them.
    private static string? Quoted(string[] lines, YamlFailure failure)
    {
        if (!failure.MayLackQuotes || failure.Line < 1 || failure.Line > lines.Length)
        {
            return null;
        }

        var content = lines[failure.Line - 1].TrimEnd('\r');
        var colon = content.IndexOf(": ", StringComparison.Ordinal);
        var value = colon < 0 || content.TrimStart() is ['#', ..] ? "" : content[(colon + 2)..].Trim();
        return value.Length == 0 || value[0] is '&' or '*' || value is ['\'' or '|' or '>' or '{' or '[', ..] && value[^1] is '\'' or '}' or ']' or '|' or '>'
            ? null
            : $"{content[..colon]}: {Quote(value)}";
    }
}
