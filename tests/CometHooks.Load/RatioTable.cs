using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Reports;

namespace CometHooks.Load;

/// <summary>What a run comes to: each benchmark's time as a multiple of its baseline's, and the multiple that it may have.</summary>
internal static class RatioTable
{
    public static void Write(IEnumerable<Summary> rounds, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Line("how many times as long as the other", "best", "median", "at most"));
        var measured = rounds.SelectMany(round => round.Reports).Where(report => report.ResultStatistics is not null).ToList();
        foreach (var group in measured.GroupBy(report => (report.BenchmarkCase.Descriptor.Type, report.BenchmarkCase.Parameters.PrintInfo)))
        {
            var baseline = group.Where(report => report.BenchmarkCase.Descriptor.Baseline).ToList();
            foreach (var ours in group.Except(baseline).GroupBy(report => report.BenchmarkCase.Descriptor.WorkloadMethod))
            {
                output.WriteLine(Line([.. ours], baseline, group.Key.PrintInfo));
            }
        }

        output.WriteLine();
        output.WriteLine("best: the fastest iteration of one against that of the other, over all rounds");
        output.WriteLine("median: the ratio of the middle iterations, of the middle round; worth little while other work runs on the machine");
    }

    private static string Line(List<BenchmarkReport> ours, List<BenchmarkReport> baseline, string parameters)
    {
        var limit = ours[0].BenchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<AtMostAttribute>()?.Times;
        var medians = ours.Zip(baseline, (one, other) => one.ResultStatistics!.Median / other.ResultStatistics!.Median).Order().ToList();
        return Line(
            $"{Name(ours)} / {Name(baseline)} {parameters}".Trim(),
            Number(Best(ours) / Best(baseline)),
            Number(medians[medians.Count / 2]),
            limit is { } times ? Number(times) : "");
    }

    private static string Name(List<BenchmarkReport> reports) => reports[0].BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');

    private static double Best(List<BenchmarkReport> reports) => reports.Min(report => report.ResultStatistics!.Min);

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Line(string what, string best, string median, string limit) => $"{what,-60} {best,7} {median,7} {limit,7}";
}
