using System.Globalization;
using System.Text.RegularExpressions;

namespace CometHooks.Proof.Tracing;

/// <summary>
/// What of a file would be gone if the power failed: what was written and not synced since, and what was written before a
/// sync that failed. Linux takes the latter for written, so only writing it again brings it to disk, never another sync.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="writersSync">
/// Whether whoever writes it syncs what it wrote itself. Then a failed sync of somebody else loses nothing unheard: Linux
/// tells every open file of the error at its own next sync (errseq_t), which strace cannot do. Else it loses everything.
/// </param>
internal sealed partial class FileOnDisk(string path, bool writersSync)
{
    private readonly Dictionary<(long At, int Length), SystemCall> _unsynced = [];
    private readonly List<(long At, int Length)> _lost = [];

    public string Path => path;

    /// <summary>Ranges that may hold anything after a power cut.</summary>
    public IEnumerable<(long At, int Length)> AtRisk => _lost.Concat(_unsynced.Keys).Distinct().Order();

    /// <summary>How many writes failed syncs have lost, whether they were written again or not.</summary>
    public int Lost { get; private set; }

    /// <summary>For a while nobody looked: what was written again in that time is not known, so nothing is held against the hub.</summary>
    public void Unseen()
    {
        _unsynced.Clear();
        _lost.Clear();
    }

    /// <summary>Takes over what a hub did, after what it did before.</summary>
    public void See(IReadOnlyList<SystemCall> calls)
    {
        // Lines are counted anew: what was written before was so before all of these.
        foreach (var (range, write) in _unsynced.ToList())
        {
            _unsynced[range] = write with { Begin = 0, End = 0 };
        }

        foreach (var call in calls.Where(c => c.Text.Contains($"<{path}>", StringComparison.Ordinal) || c.Text.Contains($"\"{path}\"", StringComparison.Ordinal)).OrderBy(c => c.End))
        {
            if (call.IsSync)
            {
                Sync(call);
            }
            else if (call.Text.StartsWith("pwrite64", StringComparison.Ordinal))
            {
                Write(call);
            }
            else if (call.Result == 0)
            {
                var length = call.Text.StartsWith("ftruncate", StringComparison.Ordinal) ? Number(LengthOfTruncate().Match(call.Text)) : 0;
                _lost.RemoveAll(range => range.At >= length);
                foreach (var range in _unsynced.Keys.Where(range => range.At >= length).ToList())
                {
                    _unsynced.Remove(range);
                }
            }
        }
    }

    private void Write(SystemCall call)
    {
        var place = PlaceOfWrite().Match(call.Text);
        (long At, int Length) range = (Number(place, 2), (int)Number(place));
        if (call.Result is null || call.Result > 0)
        {
            Found(range);
            _unsynced[range] = call;
        }
    }

    private void Sync(SystemCall call)
    {
        foreach (var (range, write) in _unsynced.ToList())
        {
            if ((call.Result == 0 || call.IsUnknown) && write.End < call.Begin)
            {
                _unsynced.Remove(range);
            }
            else if (call.Result < 0 && (!writersSync || File(write) == File(call)))
            {
                _unsynced.Remove(range);
                _lost.Add(range);
                Lost++;
            }
        }
    }

    // The number of the open file: it stands in front of the path.
    private static string File(SystemCall call) => call.Text[..call.Text.IndexOf('<', StringComparison.Ordinal)].Split('(')[^1];

    // What is written again is not lost any more. It may be more than what was, or a part.
    private void Found((long At, int Length) written)
    {
        var end = written.At + written.Length;
        foreach (var lost in _lost.Where(r => r.At < end && r.At + r.Length > written.At).ToList())
        {
            _lost.Remove(lost);
            if (lost.At < written.At)
            {
                _lost.Add((lost.At, (int)(written.At - lost.At)));
            }

            if (lost.At + lost.Length > end)
            {
                _lost.Add((end, (int)(lost.At + lost.Length - end)));
            }
        }
    }

    private static long Number(Match match, int group = 1) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("""\.\.\., (\d+), (\d+)[ )]""")]
    private static partial Regex PlaceOfWrite();

    [GeneratedRegex(""">, (\d+)[ )]""")]
    private static partial Regex LengthOfTruncate();
}
