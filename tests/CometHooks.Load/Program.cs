using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CometHooks.Load;
using CometHooks.Load.Runs;
using CometHooks.Load.Servers;
using Perfolizer.Horology;

// dotnet run -c Release --project tests/CometHooks.Load -- --filter '*'
// In this process: no second build, and ratios within one run are what counts. Many short iterations rather than few long
// ones, and all of it several times, so that no ratio rests on one moment of a busy machine.
// -- --evidence [IDENTITIES KEYS]: the rate with ledger and identities against the rate without, in a store of that size.
// -- --accept, --deliver, --all, --postgres, --start, --lists, --console: the hub as a process of its own under load; see CONTRIBUTING.
const int Rounds = 3;

switch (args)
{
    case ["--evidence", .. var sizes]:
        var given = sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        await EvidenceRate.RunAsync(given.ElementAtOrDefault(0), given.ElementAtOrDefault(1));
        return 0;
    case ["--accept", ..]:
        return await new AcceptRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--deliver", ..]:
        return await new DeliverRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--all", ..]:
        return await new AllRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--postgres", ..]:
        return await new PostgresRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--start", ..]:
        return await new StartRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--lists", ..]:
        return await new ListsRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--console", ..]:
        return await new ConsoleRun(new Arguments(args)).RunAsync() ? 0 : 1;
    case ["--serve", var kind]:
        await ServeChild.RunAsync(Enum.Parse<ServerKind>(kind));
        return 0;
    default:
        break;
}

var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithWarmupCount(20)
    .WithIterationTime(TimeInterval.FromMilliseconds(50))
    .WithIterationCount(60);
var config = DefaultConfig.Instance.AddJob(job);
var rounds = new List<Summary>();
for (var round = 0; round < Rounds; round++)
{
    rounds.AddRange(BenchmarkSwitcher.FromAssembly(typeof(MappingBenchmark).Assembly).Run(args, config));
}

RatioTable.Write(rounds, Console.Out);
return 0;
