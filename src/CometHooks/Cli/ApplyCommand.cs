using System.CommandLine;
using CometHooks.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Cli;

/// <summary><c>apply</c>: where hubs share a store, makes the mapping files of this configuration the ones that all of them use.</summary>
internal static class ApplyCommand
{
    private static readonly Option<bool> Preview = new("--preview") { Description = "Check everything and print what would change; change nothing." };

    public static Command Build()
    {
        var command = new Command("apply", "Check the configuration's mapping files and make them active in all hubs that share the store, all or none.") { Preview, CommandLine.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var hub = ConfiguredHub.Load(arguments.GetRequiredValue(CommandLine.Config));
        var examined = await ExaminedMappings.OfAsync(hub, cancellationToken);
        if (examined.Problems.Count > 0)
        {
            Report.Refusal(arguments, examined.Problems);
            return hub.ConfigurationProblems.Count > 0 ? ExitCodes.Unusable : ExitCodes.Failed;
        }

        if (hub.Options.Store.Provider != StoreOpening.Postgres)
        {
            return Say(arguments, new { Ok = true, Applied = false, Mappings = Array.Empty<object>() }, "All holds, and there is nothing to apply: with store.provider sqlite the running hub takes a changed file by itself within seconds, and /readyz says which version it uses.");
        }

        try
        {
            await using var store = await StoreOpening.JoinAsync(hub.Options.Store, TimeProvider.System, NullLogger.Instance);
            return await ApplyAsync(arguments, hub, store.Mappings!, cancellationToken);
        }
        catch (StoreRefusedException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCodes.Unusable;
        }
    }

    private static async Task<int> ApplyAsync(ParseResult arguments, ConfiguredHub hub, ISharedMappings shared, CancellationToken cancellationToken)
    {
        var files = hub.Mappings.Active.OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        var isPreview = arguments.GetValue(Preview);
        var before = isPreview ? await shared.ActiveAsync(cancellationToken) : null;
        var changes = before is not null
            ? files.Select(m => new MappingChange(m.Name, before.GetValueOrDefault(m.Name), m.Version)).Where(c => c.From != c.To).ToList()
            : await shared.ApplyAsync(
                [.. files.Select(m => new MappingVersion(m.Name, m.Version, m.Text, TimeProvider.System.GetUtcNow()))],
                $"comethooks apply on {Environment.MachineName}",
                onlyMissing: false,
                cancellationToken);
        var rows = files.ConvertAll(m => new AppliedMapping(
            m.Name, [.. hub.Targets.EndpointsOf(m.Name).Order(StringComparer.Ordinal)], changes.FirstOrDefault(c => c.Name == m.Name) is { } change ? change.From : m.Version, m.Version, changes.Any(c => c.Name == m.Name)));
        if (!arguments.GetValue(CommandLine.Json))
        {
            Print(rows);
        }

        return Say(arguments, new { Ok = true, Applied = !isPreview && changes.Count > 0, Mappings = rows }, (changes.Count, isPreview) switch
        {
            (0, _) => "Nothing changes: these versions are active.",
            (_, true) => "Nothing was changed yet (--preview).",
            _ => "Active now. Running hubs take it at once; what an older version had failed is mapped again.",
        });
    }

    private static void Print(List<AppliedMapping> rows)
    {
        var table = Report.Table("mapping", "endpoints", "active", "file");
        foreach (var row in rows)
        {
            table.Row(row.Mapping, string.Join(", ", row.Endpoints), row.From ?? "(none)", row.Changed ? row.To : "the same");
        }

        Report.Print(table);
    }

    private static int Say(ParseResult arguments, object json, string text)
    {
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(json);
        }
        else
        {
            Console.WriteLine(text);
        }

        return ExitCodes.Ok;
    }

    /// <param name="Mapping">The file.</param>
    /// <param name="Endpoints">The endpoints that name it.</param>
    /// <param name="From">The version that was active; null: none was.</param>
    /// <param name="To">The file's version.</param>
    /// <param name="Changed">Whether the two differ.</param>
    private sealed record AppliedMapping(string Mapping, IReadOnlyList<string> Endpoints, string? From, string To, bool Changed);
}
