using System.CommandLine;
using CometHooks.Operate.Rehearse;

namespace CometHooks.Cli;

/// <summary><c>test</c>: runs the examples of the mappings.</summary>
internal static class TestCommand
{
    public static Command Build()
    {
        var command = new Command("test", "Run the examples of all mappings.") { CommandLine.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (!ConfiguredHub.TryLoad(arguments, out var hub))
        {
            return ExitCodes.Unusable;
        }

        var results = new List<(string Mapping, ExampleResult Result)>();
        foreach (var target in hub.AllTargets)
        {
            foreach (var result in await hub.Examples.RunAsync(target, cancellationToken))
            {
                results.Add((target.Mapping.Name, result));
            }
        }

        var failed = results.Count(r => r.Result.Problems.Count > 0);
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new
            {
                Passed = results.Count - failed,
                Failed = failed,
                Examples = results.Select(r => new { r.Mapping, r.Result.Example.Name, Holds = r.Result.Problems.Count == 0, Problems = r.Result.Problems.Select(p => p.Message) }),
            });
        }
        else
        {
            var table = Report.Table("mapping", "example", "holds");
            foreach (var (mapping, result) in results)
            {
                table.Row(mapping, result.Example.Name, result.Problems.Count == 0 ? "yes" : "NO");
            }

            Report.Print(table);
            Report.Problems(results.SelectMany(r => r.Result.Problems));
            Console.WriteLine($"{results.Count - failed} of {results.Count} examples hold");
        }

        return failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
