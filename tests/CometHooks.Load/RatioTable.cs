using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Reports;

namespace CometHooks.Load;

/// <summary>What a run comes to: each benchmark's time as a multiple of its baseline's, and the multiple that it may have.</summary>
internal static class RatioTable
{
    public static void Write(IEnumerable<Summary> summaries, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Line("how many times as long as the baseline", "best", "median", "at most"));
        foreach (var summary in summaries)
        {
            foreach (var measured in summary.Reports.Where(report => report.ResultStatistics is not null && !report.BenchmarkCase.Descriptor.Baseline))
            {
                output.WriteLine(Line(measured, BaselineOf(summary, measured)));
            }
        }

        output.WriteLine();
        output.WriteLine("Best: the fastest iteration of each. Median: the middle one. On a busy machine the best says more.");
    }

    private static BenchmarkReport BaselineOf(Summary summary, BenchmarkReport measured) => summary.Reports.Single(report =>
        report.BenchmarkCase.Descriptor.Baseline && report.BenchmarkCase.Parameters.ValueInfo == measured.BenchmarkCase.Parameters.ValueInfo);

    private static string Line(BenchmarkReport measured, BenchmarkReport baseline)
    {
        var (ours, theirs) = (measured.ResultStatistics!, baseline.ResultStatistics!);
        var (it, parameters) = (measured.BenchmarkCase.Descriptor, measured.BenchmarkCase.Parameters.PrintInfo);
        var limit = it.WorkloadMethod.GetCustomAttribute<AtMostAttribute>()?.Times;
        return Line(
            $"{it.WorkloadMethodDisplayInfo} / {baseline.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo} {parameters}".Trim(),
            Number(ours.Min / theirs.Min),
            Number(ours.Median / theirs.Median),
            limit is { } times ? Number(times) : "");
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Line(string what, string best, string median, string limit) => $"{what,-60} {best,7} {median,7} {limit,7}";
}
