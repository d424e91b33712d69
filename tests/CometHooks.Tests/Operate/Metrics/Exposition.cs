using System.Globalization;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Operate.Metrics;

/// <summary>What /metrics exposes, in Prometheus' text format.</summary>
internal sealed class Exposition(string text)
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [.. text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(Read)];

    public string Text => text;

    /// <summary>The names of all series, as a query writes them.</summary>
    public IReadOnlySet<string> Names => _samples.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>What has this name and all of these labels, summed; null where there is none.</summary>
    public double? Of(string name, params string[] labels)
    {
        var found = _samples.Where(s => s.Name == name && labels.All(l => s.Labels.Contains(l, StringComparison.Ordinal))).ToList();
        return found.Count == 0 ? null : found.Sum(s => s.Value);
    }

    public static async Task<Exposition> OfAsync(RunningHub hub)
    {
        using var client = new HttpClient();
        return new Exposition(await client.GetStringAsync(new Uri(hub.Admin, "/metrics"), TestContext.Current.CancellationToken));
    }

    /// <summary>What is exposed once this holds of it: an exposition is kept for a moment.</summary>
    public static async Task<Exposition> WhenAsync(RunningHub hub, Func<Exposition, bool> holds, string what)
    {
        var latest = new Exposition("");
        try
        {
            await Until.True(async () => holds(latest = await OfAsync(hub)), what);
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine(latest.Text);
        }

        return latest;
    }

    private static (string Name, string Labels, double Value) Read(string line)
    {
        var name = line[..line.IndexOfAny(['{', ' '])];
        var end = line.LastIndexOf('}');
        var labels = end < 0 ? "" : line[name.Length..end];
        var value = line[(end < 0 ? name.Length : end + 1)..].Trim().Split(' ')[0];
        return (name, labels, value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture));
    }
}
