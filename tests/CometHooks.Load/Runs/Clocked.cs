using System.Diagnostics;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;

namespace CometHooks.Load.Runs;

/// <summary>Measures a load with the processor time of all sides.</summary>
internal static class Clocked
{
    public static Task<Figure> RunAsync(string name, ServerProcess server, Func<Task<(Answers Answers, TimeSpan Took)>> load, Func<TimeSpan>? beside = null) =>
        RunAsync([server], async () => Of(name, await load()), beside);

    /// <param name="servers">What is measured.</param>
    /// <param name="load">What to do meanwhile; what it measured itself.</param>
    /// <param name="beside">The processor time of what the servers talk to.</param>
    public static async Task<Figure> RunAsync(IReadOnlyList<ServerProcess> servers, Func<Task<Figure>> load, Func<TimeSpan>? beside = null)
    {
        GC.Collect();
        var (serverBefore, generatorBefore, besideBefore) = (Cpu(servers), Own(), beside?.Invoke());
        var begun = Stopwatch.GetTimestamp();
        var figure = await load();
        var took = Stopwatch.GetElapsedTime(begun);
        return figure with
        {
            ServerCpu = servers.Count == 0 ? null : (Cpu(servers) - serverBefore) / took,
            GeneratorCpu = (Own() - generatorBefore) / took,
            BesideCpu = (beside?.Invoke() - besideBefore) / took,
            PeakMemory = servers.Count == 0 ? null : servers.Max(server => server.PeakMemory),
        };
    }

    public static Figure Of(string name, (Answers Answers, TimeSpan Took) run) => new(name, run.Answers.Kept / run.Took.TotalSeconds)
    {
        P50 = run.Answers.Percentile(0.5),
        P99 = run.Answers.Percentile(0.99),
        P999 = run.Answers.Percentile(0.999),
        Errors = run.Answers.Errors,
    };

    private static TimeSpan Cpu(IReadOnlyList<ServerProcess> servers) => servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.Cpu);

    private static TimeSpan Own()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
