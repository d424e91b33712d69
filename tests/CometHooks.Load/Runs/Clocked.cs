using System.Diagnostics;
using CometHooks.Load.Servers;
using CometHooks.Load.Traffic;

namespace CometHooks.Load.Runs;

/// <summary>Measures a load with the processor time of both sides.</summary>
internal static class Clocked
{
    public static async Task<Figure> RunAsync(string name, ServerProcess server, Func<Task<(Answers Answers, TimeSpan Took)>> load)
    {
        GC.Collect();
        var (serverBefore, generatorBefore) = (server.Cpu, Own());
        var (answers, took) = await load();
        var (serverCpu, generatorCpu) = (server.Cpu - serverBefore, Own() - generatorBefore);
        return new Figure(name, answers.Kept / took.TotalSeconds)
        {
            P50 = answers.Percentile(0.5),
            P99 = answers.Percentile(0.99),
            P999 = answers.Percentile(0.999),
            Errors = answers.Errors,
            ServerCpu = serverCpu / took,
            GeneratorCpu = generatorCpu / took,
            PeakMemory = server.PeakMemory,
        };
    }

    private static TimeSpan Own()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
