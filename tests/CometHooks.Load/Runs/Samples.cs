using System.Diagnostics;
using System.Globalization;
using CometHooks.Load.Servers;

namespace CometHooks.Load.Runs;

/// <summary>Looks every second at what waits in a hub's store and at the hub's memory.</summary>
internal sealed class Samples(ServerProcess server, StoreWatch watch)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly List<Sample> _all = [];

    public double DeliveredPerSecond => PerSecond(_all[0], _all[^1], sample => sample.Backlog.Attempts);

    /// <summary>The median of the last tenth: one checkpoint is no backlog.</summary>
    public double WaitingAtTheEnd => _all.TakeLast(Math.Max(1, _all.Count / 10)).Select(sample => (double)sample.Backlog.Waiting).Order().ElementAt(Math.Max(1, _all.Count / 10) / 2);

    /// <param name="each">Told of each.</param>
    /// <param name="over">Ends it, after a last one.</param>
    public async Task TakeAsync(Action<Sample> each, CancellationToken over)
    {
        var begun = Stopwatch.GetTimestamp();
        bool isLast;
        do
        {
            isLast = over.IsCancellationRequested;
            var sample = new Sample(Stopwatch.GetElapsedTime(begun).TotalSeconds, watch.Now(), server.Memory);
            _all.Add(sample);
            each(sample);
            await Task.Delay(Every, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!isLast);
    }

    /// <summary>So many rows of Markdown, evenly spread.</summary>
    public List<string> Table(int rows)
    {
        List<string> lines =
        [
            "| after s | accepted a second | delivered a second | webhooks not mapped | conversions due | held too long | held | memory MB |",
            "|---|---|---|---|---|---|---|---|",
        ];
        var before = _all[0];
        foreach (var sample in Enumerable.Range(0, rows + 1).Select(row => _all[row * (_all.Count - 1) / rows]).Distinct())
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {sample.After:0} | {PerSecond(before, sample, s => s.Backlog.Webhooks):n0} | {PerSecond(before, sample, s => s.Backlog.Attempts):n0} | {sample.Backlog.Stored:n0} | {sample.Backlog.Due:n0} | {sample.Backlog.Overdue:n0} | {sample.Backlog.Held:n0} | {sample.Memory:0} |"));
            before = sample;
        }

        return lines;
    }

    private static double PerSecond(Sample from, Sample to, Func<Sample, long> count) => from == to ? 0 : (count(to) - count(from)) / (to.After - from.After);
}

/// <param name="After">Seconds since the first.</param>
/// <param name="Backlog">What the store has and what waits in it.</param>
/// <param name="Memory">The hub's, in MB.</param>
internal sealed record Sample(double After, Backlog Backlog, double Memory);
