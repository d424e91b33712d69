using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace CometHooks.Operate.Edit;

/// <summary>
/// A change of a mapping as a patch, for files that are changed where they come from. It applies in the configuration
/// folder, by <c>patch -p1</c> or <c>git apply</c>: without git's own header its paths are relative to where one stands.
/// </summary>
internal static class MappingPatch
{
    // As much as other programs show; less, and a patch may find a wrong place.
    private const int Context = 3;

    /// <param name="name">The mapping; its file's path, relative to the configuration folder.</param>
    /// <param name="before">The text of the file.</param>
    /// <param name="after">The changed text.</param>
    /// <returns>Empty where nothing changed.</returns>
    public static string Of(string name, string before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, new Lines());
        if (diff.DiffBlocks.Count == 0)
        {
            return "";
        }

        // The end of a name with a space in it is a tab.
        var end = name.Contains(' ', StringComparison.Ordinal) ? "\t" : "";
        var patch = new StringBuilder($"--- a/{name}{end}\n+++ b/{name}{end}\n");
        foreach (var hunk in Hunks(diff.DiffBlocks))
        {
            Write(patch, diff, hunk);
        }

        return patch.ToString();
    }

    // Changes that are near each other share their context.
    private static List<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        var hunks = new List<List<DiffBlock>>();
        foreach (var block in blocks)
        {
            if (hunks is [.., [.., var last]] && block.DeleteStartA - (last.DeleteStartA + last.DeleteCountA) <= 2 * Context)
            {
                hunks[^1].Add(block);
            }
            else
            {
                hunks.Add([block]);
            }
        }

        return hunks;
    }

    private static void Write(StringBuilder patch, DiffResult diff, List<DiffBlock> hunk)
    {
        var from = Math.Max(0, hunk[0].DeleteStartA - Context);
        var to = Math.Min(diff.PiecesOld.Count, hunk[^1].DeleteStartA + hunk[^1].DeleteCountA + Context);
        var newFrom = hunk[0].InsertStartB - (hunk[0].DeleteStartA - from);
        var grown = hunk.Sum(b => b.InsertCountB - b.DeleteCountA);
        patch.Append(CultureInfo.InvariantCulture, $"@@ -{Range(from, to - from)} +{Range(newFrom, to - from + grown)} @@\n");
        var next = from;
        foreach (var block in hunk)
        {
            Write(patch, ' ', diff.PiecesOld.Skip(next).Take(block.DeleteStartA - next));
            Write(patch, '-', diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA));
            Write(patch, '+', diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB));
            next = block.DeleteStartA + block.DeleteCountA;
        }

        Write(patch, ' ', diff.PiecesOld.Skip(next).Take(to - next));
    }

    private static void Write(StringBuilder patch, char mark, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            patch.Append(mark).Append(line).Append(line.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
        }
    }

    // Of no lines, the one before them is named.
    private static string Range(int from, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? from : from + 1)},{count}");

    /// <summary>Lines with their ends, as patches count them.</summary>
    private sealed class Lines : IChunker
    {
        public IReadOnlyList<string> Chunk(string text)
        {
            var lines = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var end = text.IndexOf('\n', at);
                var next = end < 0 ? text.Length : end + 1;
                lines.Add(text[at..next]);
                at = next;
            }

            return lines;
        }
    }
}
