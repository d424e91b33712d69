using System.CommandLine;
using System.Diagnostics;
using CometHooks.Proof.Check;
using CometHooks.Proof.Scenarios;

namespace CometHooks.Proof;

/// <summary>The command line: which scenarios, how long, from which seed.</summary>
internal static class ProofCommand
{
    private static readonly Option<string[]> Names = new("--scenario") { Description = $"Which scenarios (default: all): {string.Join(", ", ScenarioList.All.Select(s => s.Name))}." };
    private static readonly Option<int?> Kills = new("--kills") { Description = "How many kills; alone, it runs the scenario 'kills' only." };
    private static readonly Option<int> Seed = new("--seed") { Description = "All that is random comes from it.", DefaultValueFactory = _ => new ProofSettings().Seed };
    private static readonly Option<bool> Long = new("--long") { Description = "The long form of each: minutes instead of seconds." };
    private static readonly Option<string> Folder = new("--history") { Description = "Where the history files go, one for each scenario.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "comethooks-proof") };

    public static RootCommand Build()
    {
        var root = new RootCommand("Troubles a hub in every way that we know, and counts what must never happen: a loss, a double, an effect without a webhook, an answer before the disk.") { Names, Kills, Seed, Long, Folder };
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var kills = arguments.GetValue(Kills);
        var names = arguments.GetValue(Names) is { Length: > 0 } given ? given : kills is null ? [] : ["kills"];
        if (names.FirstOrDefault(n => ScenarioList.All.All(s => s.Name != n)) is { } unknown)
        {
            Console.Error.WriteLine($"error: there is no scenario '{unknown}'. There are: {string.Join(", ", ScenarioList.All.Select(s => s.Name))}.");
            return 2;
        }

        var settings = new ProofSettings { Seed = arguments.GetValue(Seed), Kills = kills, Long = arguments.GetValue(Long), Say = Console.WriteLine };
        var folder = Directory.CreateDirectory(arguments.GetRequiredValue(Folder));
        var failed = 0;
        foreach (var scenario in ScenarioList.All.Where(s => names.Length == 0 || names.Contains(s.Name, StringComparer.Ordinal)))
        {
            failed += await RunAsync(scenario, settings, folder, cancellationToken) ? 0 : 1;
        }

        Console.WriteLine(failed == 0 ? "\nAll invariants hold." : $"\n{failed} scenarios failed.");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> RunAsync(IScenario scenario, ProofSettings settings, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        Console.WriteLine($"\n== {scenario.Name} (seed {settings.Seed}): {scenario.Shows}");
        var file = Path.Combine(folder.FullName, $"{scenario.Name}.jsonl");
        using var history = new History(file);
        var watch = Stopwatch.StartNew();
        var result = await scenario.RunAsync(settings, history, cancellationToken);
        foreach (var line in result.Did)
        {
            Console.WriteLine($"   {line}");
        }

        Console.WriteLine($"   {history.Told.Count:N0} requests, {watch.Elapsed.TotalSeconds:0} s, history in {file}");
        Console.WriteLine($"   {result.Invariants}");
        foreach (var wrong in result.Invariants.Violations.Concat(result.Failures).Take(20))
        {
            Console.WriteLine($"   WRONG {wrong}");
        }

        return result.Passed;
    }
}
