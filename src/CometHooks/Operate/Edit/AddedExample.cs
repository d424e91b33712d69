using System.Text.RegularExpressions;
using CometHooks.Map;

namespace CometHooks.Operate.Edit;

/// <summary>
/// Adds an example to the text of a mapping. All else of the text stays as somebody wrote it, comments included: a text that
/// is written anew from what was read of it would lose them.
/// </summary>
internal static partial class AddedExample
{
    // How an example is indented where it is the first one, and as it is made.
    private const int Usual = 2;

    /// <param name="name">The mapping.</param>
    /// <param name="text">Its text.</param>
    /// <param name="example">The example, as <see cref="Scrub.ExampleText"/> makes it.</param>
    /// <param name="changed">The text with the example.</param>
    /// <param name="line">Where it begins, from 1.</param>
    /// <param name="why">Why there is none.</param>
    public static bool TryAdd(string name, string text, string example, out string changed, out int line, out string why)
    {
        (changed, line, why) = (text, 0, "the text cannot be read as it stands");
        if (MappingReader.Read(name, text, []) is not { } before)
        {
            return false;
        }

        why = "its examples are written in a way that nothing can be added to by itself";
        var lines = text.Split('\n').ToList();
        if (Place(lines) is not var (at, indent))
        {
            return false;
        }

        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r" : "";
        var added = example.TrimEnd('\n').Split('\n').Select(l => new string(' ', indent) + l[Usual..] + end).ToList();
        lines.InsertRange(at, added);
        var candidate = string.Join('\n', lines);

        // However the text is written: it must have the rules and examples that it had, and this one.
        if (MappingReader.Read(name, candidate, []) is not { } after
            || !after.Rules.Select(r => r.Name).SequenceEqual(before.Rules.Select(r => r.Name))
            || after.Examples.Count != before.Examples.Count + 1
            || !after.Examples.SkipLast(1).Select(e => e.Name).SequenceEqual(before.Examples.Select(e => e.Name)))
        {
            return false;
        }

        (changed, line, why) = (candidate, at + 1, "");
        return true;
    }

    // The line before which the example goes, and its indentation. The lines get what must stand there before it.
    private static (int At, int Indent)? Place(List<string> lines)
    {
        var key = lines.FindIndex(l => Key().IsMatch(l));
        if (key < 0)
        {
            return (AtTheEnd(lines), Usual);
        }

        var rest = Comment().Replace(Key().Replace(lines[key], ""), "").Trim();
        if (rest == "[]")
        {
            lines[key] = EmptyList().Replace(lines[key], ":", 1);
            return (key + 1, Usual);
        }

        var first = lines.FindIndex(key + 1, l => !IsNothing(l));
        if (rest.Length > 0 || first < 0 || !lines[first].TrimStart(' ').StartsWith('-'))
        {
            return rest.Length == 0 ? (key + 1, Usual) : null;
        }

        // After the last line that belongs to an item: comments in between are followed, those after it are the next key's.
        var indent = Indent(lines[first]);
        var last = first;
        for (var i = first + 1; i < lines.Count && (IsNothing(lines[i]) || Belongs(lines[i], indent)); i++)
        {
            last = Belongs(lines[i], indent) ? i : last;
        }

        if (last == lines.Count - 1)
        {
            lines.Add("");
        }

        return (last + 1, indent);
    }

    private static int AtTheEnd(List<string> lines)
    {
        if (lines[^1].Length > 0)
        {
            lines.Add("");
        }

        var end = lines[0].EndsWith('\r') ? "\r" : "";
        if (lines is not [.., var last, ""] || last.Trim().Length > 0)
        {
            lines.Insert(lines.Count - 1, end);
        }

        lines.Insert(lines.Count - 1, "examples:" + end);
        return lines.Count - 1;
    }

    private static bool Belongs(string line, int indent) =>
        line.Trim().Length > 0 && (Indent(line) > indent || (Indent(line) == indent && line.TrimStart(' ').StartsWith('-')));

    private static bool IsNothing(string line) => line.Trim().Length == 0 || line.TrimStart().StartsWith('#');

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    [GeneratedRegex("^(?:examples|'examples'|\"examples\") *:")]
    private static partial Regex Key();

    [GeneratedRegex("(?:^| )#.*$", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@": *\[\]")]
    private static partial Regex EmptyList();
}
