using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project tests/CometHooks.Load -- --filter '*'
// In this process: no second build, and ratios within one run are what counts.
BenchmarkSwitcher.FromAssembly(typeof(CometHooks.Load.VerificationBenchmark).Assembly).Run(
    args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
