using System.CommandLine;
using CometHooks.Configuration;

namespace CometHooks.Cli;

/// <summary><c>check</c>: do configuration, plugins, mappings and all their examples hold?</summary>
internal static class CheckCommand
{
    public static Command Build()
    {
        var command = new Command("check", "Check the configuration, the plugins, the mappings and all their examples.") { CommandLine.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var hub = ConfiguredHub.Load(arguments.GetRequiredValue(CommandLine.Config));
        var (problems, mappings) = await ExaminedMappings.OfAsync(hub, cancellationToken);
        List<Problem> warnings = [.. hub.Warnings, .. LedgerWarnings.Of(hub), .. await UntickedWarnings.OfAsync(hub, cancellationToken)];
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Ok = problems.Count == 0, Problems = problems, Warnings = warnings, OfStart = hub.Configuration?.StartProblems() ?? [], Mappings = mappings });
        }
        else
        {
            Print(hub, mappings, problems, warnings);
        }

        return problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Print(ConfiguredHub hub, IReadOnlyList<ExaminedMapping> mappings, IReadOnlyList<Problem> problems, List<Problem> warnings)
    {
        var table = Report.Table("mapping", "source", "version", "rules", "examples", "endpoints");
        foreach (var m in mappings)
        {
            table.Row(m.Name, m.Source, m.Version, $"{m.Rules}", m.ExamplesFailed == 0 ? $"{m.ExamplesHold} hold" : $"{m.ExamplesFailed} FAIL, {m.ExamplesHold} hold", m.Endpoints.Count == 0 ? "(none)" : string.Join(", ", m.Endpoints));
        }

        if (mappings.Count > 0)
        {
            Report.Print(table);
        }

        Report.Problems(warnings, "warning");
        Report.Problems(problems);
        var ofStart = hub.Configuration?.StartProblems() ?? [];
        Console.WriteLine(problems.Count == 0
            ? $"{hub.Folder}: {(ofStart.Count == 0 ? "all holds" : "the files hold")} ({Count(mappings.Count, "mapping")}, {Count(warnings.Count, "warning")})"
            : $"{hub.Folder}: {Count(problems.Count, "problem")}");
        if (problems.Count == 0 && ofStart.Count > 0)
        {
            // No failure: where files are checked, a build for example, nobody has the secrets.
            Console.WriteLine($"But serve would not start here: {string.Join(" ", ofStart.Select(p => p.Message))}");
        }
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
