using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace CometHooks.Configuration;

/// <summary>Where and why YAML could not be read, in words that say what to do.</summary>
/// <param name="Line">From 1; 0 where it is not known.</param>
/// <param name="Column">From 1; 0 where it is not known.</param>
/// <param name="Message">What is wrong.</param>
internal sealed partial record YamlFailure(int Line, int Column, string Message)
{
    /// <summary>Quotes around the line's value may be all that is missing.</summary>
    public bool MayLackQuotes { get; private init; }

    /// <summary>The library does not say what is wrong, only that it could not go on.</summary>
    public bool IsVague { get; init; }

    /// <summary>What the library says of this text.</summary>
    public static YamlFailure Of(string[] lines, YamlException e)
    {
        var (line, column) = ((int)e.Start.Line, (int)e.Start.Column);
        if (Array.FindIndex(lines, l => ConflictMarker().IsMatch(l)) is var marker and >= 0)
        {
            return new YamlFailure(marker + 1, 1, "a conflict of git stands here. Keep one of the two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>.");
        }

        if (e is AnchorNotFoundException)
        {
            return OfAlias(lines);
        }

        if (e.Message.Contains("Duplicate key", StringComparison.Ordinal))
        {
            return OfDuplicate(lines, line, column);
        }

        return new YamlFailure(line, column, Plain(e)) { MayLackQuotes = true };
    }

    private static YamlFailure OfAlias(string[] lines)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (Match mark in Marks().Matches(lines[i]))
            {
                var name = mark.Groups[2].Value;
                if (mark.Groups[1].Value == "&")
                {
                    anchors.Add(name);
                }
                else if (!anchors.Contains(name))
                {
                    return new YamlFailure(i + 1, mark.Groups[1].Index + 1, $"no '&{name}' stands above, so '*{name}' means nothing.{NearestName.Hint(name, anchors)} A text that begins with * needs quotes.");
                }
            }
        }

        return new YamlFailure(1, 1, "a value begins with * and names nothing that was marked with & above. A text that begins with * needs quotes.");
    }

    private static YamlFailure OfDuplicate(string[] lines, int line, int column)
    {
        var rest = line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Length ? lines[line - 1][(column - 1)..] : "";
        var key = rest.Split(':')[0].Trim();
        var first = Array.FindLastIndex(lines, Math.Max(line - 2, 0), l => l.Length >= column && l[(column - 1)..].StartsWith(key + ":", StringComparison.Ordinal));
        return new YamlFailure(line, column, first >= 0 && first < line - 1
            ? $"'{key}' stands here again; it has a value in line {first + 1}. Keep one of them."
            : $"'{key}' stands here twice. Keep one of them.");
    }

    private static string Plain(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        var plain = (end > 0 && message.StartsWith('(') ? message[(end + 3)..] : message).TrimEnd('.');
        return plain.Contains("did not find expected key", StringComparison.Ordinal) || plain.Contains("did not find expected '-' indicator", StringComparison.Ordinal)
            ? "this line does not fit the ones above. See whether it is indented as they are, and whether a colon is missing."
            : $"not valid YAML: {plain}.";
    }

    [GeneratedRegex("^(<<<<<<<|=======$|>>>>>>>)")]
    private static partial Regex ConflictMarker();

    [GeneratedRegex("(?:^|[:,\\[{-])\\s*([&*])([\\w-]+)")]
    private static partial Regex Marks();
}
