using System.Globalization;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Tracing;

/// <summary>strace around a hub, and what it wrote.</summary>
internal static class Strace
{
    // A whole page of the store fits, so that the event's id can be found in it.
    private const string LongestText = "20000";

    /// <summary>The same hub under strace, as the process that was started: -D keeps the tracer out of the way of signals.</summary>
    public static async Task<HubLaunch> AroundAsync(HubLaunch launch, string file)
    {
        await Installed.EnsureAsync("strace");
        return launch with { Under = ["strace", "-f", "-D", "-y", "-s", LongestText, "-e", "trace=fsync,fdatasync,write,writev,sendto,sendmsg,pwrite64", "-o", file] };
    }

    /// <summary>The calls, each with the places of its beginning and its end among all lines.</summary>
    public static async Task<IReadOnlyList<SystemCall>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var calls = new List<SystemCall>();
        var unfinished = new Dictionary<string, (int Line, string Text)>(StringComparer.Ordinal);
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
        {
            number++;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (thread, text) = (line[..space], line[space..].TrimStart());
            if (text.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                unfinished[thread] = (number, text);
            }
            else if (text.StartsWith("<...", StringComparison.Ordinal) && unfinished.Remove(thread, out var begun))
            {
                calls.Add(new SystemCall(begun.Text + text, begun.Line, number));
            }
            else
            {
                calls.Add(new SystemCall(text, number, number));
            }
        }

        // What was never resumed began, and did not end.
        calls.AddRange(unfinished.Values.Select(u => new SystemCall(u.Text, u.Line, int.MaxValue)));
        return calls;
    }
}

/// <param name="Text">The call with its arguments.</param>
/// <param name="Begin">The line at which it began.</param>
/// <param name="End">The line at which it had ended.</param>
internal sealed record SystemCall(string Text, int Begin, int End)
{
    /// <summary>What it returned; null: it never did, or cannot be read.</summary>
    public long? Result => Text.LastIndexOf(" = ", StringComparison.Ordinal) is >= 0 and var at && long.TryParse(Text[(at + 3)..].Split(' ')[0], CultureInfo.InvariantCulture, out var result) ? result : null;

    /// <summary>Whether strace let go of the process before it ended: nobody knows how.</summary>
    public bool IsUnknown => Text.EndsWith("<detached ...>", StringComparison.Ordinal);

    /// <summary>Whether strace answered in the kernel's place.</summary>
    public bool IsInjected => Text.EndsWith("(INJECTED)", StringComparison.Ordinal);

    public bool IsSync => Text.StartsWith("fsync(", StringComparison.Ordinal) || Text.StartsWith("fdatasync(", StringComparison.Ordinal);

    public bool IsOfWal => Text[..Math.Min(Text.Length, 300)].Contains("-wal>", StringComparison.Ordinal);

    /// <summary>An answer on a socket, or a part of one.</summary>
    public bool IsOfSocket => Text[..Math.Min(Text.Length, 100)] is var head && (head.Contains("<socket:", StringComparison.Ordinal) || head.Contains("<TCP", StringComparison.Ordinal));
}
