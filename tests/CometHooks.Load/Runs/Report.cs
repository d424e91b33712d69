using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CometHooks.Load.Runs;

/// <summary>What a run measured: as Markdown for docs/figures.md, and as one line of JSON.</summary>
internal sealed class Report(string title, IReadOnlyList<string> command)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly List<Figure> _figures = [];
    private readonly List<Verdict> _verdicts = [];
    private readonly List<string> _notes = [];

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.Error.WriteLine(Row(figure));
    }

    public void Add(Verdict verdict) => _verdicts.Add(verdict);

    public void Note(string note) => _notes.Add(note);

    /// <summary>The median rate of the figures of this name.</summary>
    public double Rate(string name)
    {
        var rates = _figures.Where(figure => figure.Name == name).Select(figure => figure.PerSecond).Order().ToList();
        return rates[rates.Count / 2];
    }

    /// <summary>The last figure of this name.</summary>
    public Figure Last(string name) => _figures.Last(figure => figure.Name == name);

    /// <summary>Prints both. False: something is not as it shall be.</summary>
    public bool Print()
    {
        var now = DateTimeOffset.UtcNow;
        var machine = string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"""

            ## {title}

            {now:yyyy-MM-dd}, {machine}. `dotnet run -c Release --project tests/CometHooks.Load -- {string.Join(' ', command)}`

            | | a second | p50 ms | p99 ms | p99.9 ms | errors | server CPU | generator CPU | stand-in or database CPU | peak MB |
            |---|---|---|---|---|---|---|---|---|---|
            {string.Join('\n', _figures.GroupBy(figure => figure.Name).Select(same => Row(Median([.. same]))))}

            | | is | shall be | |
            |---|---|---|---|
            {string.Join('\n', _verdicts.Select(Row))}

            {string.Join('\n', _notes)}
            """);
        Console.WriteLine(JsonSerializer.Serialize(new { title, at = now, machine, command = string.Join(' ', command), figures = _figures, verdicts = _verdicts, notes = _notes }, Json));
        return _verdicts.TrueForAll(verdict => verdict.Holds);
    }

    // Of several rounds the one in the middle is shown; the line of JSON has all of them.
    private static Figure Median(List<Figure> rounds) => rounds.OrderBy(figure => figure.PerSecond).ElementAt(rounds.Count / 2);

    private static string Row(Figure f) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {f.Name} | {f.PerSecond:n0} | {f.P50:0.0} | {f.P99:0.0} | {f.P999:0.0} | {f.Errors} | {f.ServerCpu:0.00} | {f.GeneratorCpu:0.00} | {f.BesideCpu:0.00} | {f.PeakMemory:0} |");

    private static string Row(Verdict v) => string.Create(
        CultureInfo.InvariantCulture, $"| {v.Name} | {v.Value:0.00} | {(v.AtMost ? "at most" : "at least")} {v.Bound} | {(v.Holds ? "" : "MISSED")} |");

    private static string Processor() => File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
        ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]
        : RuntimeInformation.ProcessArchitecture.ToString();
}
