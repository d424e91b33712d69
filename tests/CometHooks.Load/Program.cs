using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CometHooks.Load;
using Perfolizer.Horology;

// dotnet run -c Release --project tests/CometHooks.Load -- --filter '*'
// In this process: no second build, and ratios within one run are what counts. Many short iterations rather than few long
// ones, so that the best and the median of them stand for a quiet moment of a busy machine.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(20)
    .WithIterationTime(TimeInterval.FromMilliseconds(50))
    .WithIterationCount(60);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(MappingBenchmark).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
RatioTable.Write(summaries, Console.Out);
