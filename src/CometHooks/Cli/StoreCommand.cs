using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sqlite;

namespace CometHooks.Cli;

/// <summary><c>store copy</c>: moves a stopped hub from its SQLite file to PostgreSQL. <c>store compact</c>: clears the file's free space.</summary>
internal static class StoreCommand
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "The connection of a database without a store; ${NAME} and file:PATH are read as in the configuration, so that no password stands in the command.",
        Required = true,
    };

    public static Command Build()
    {
        var copy = new Command("copy", "Copy the stopped hub's SQLite store into a PostgreSQL database: all rows, their ids, keys and what waits.") { To, CommandLine.Json };
        copy.SetAction((arguments, _) => CopyAsync(arguments));
        var compact = new Command("compact", "Rewrite the stopped hub's SQLite file without its free space, in which what was erased from a large store may still stand.") { CommandLine.Json };
        compact.SetAction((arguments, _) => Task.Run(() => Compact(arguments)));
        return new Command("store", "Look after the store.") { copy, compact };
    }

    private static int Compact(ParseResult arguments)
    {
        var problems = new List<Problem>();
        if (!HubConfiguration.TryLoad(arguments.GetRequiredValue(CommandLine.Config), ConfiguredHub.ProcessEnvironment(), HubConfiguration.AnySource, out var configuration, problems, warnings: []))
        {
            Report.Problems(problems);
            return ExitCodes.Unusable;
        }

        var options = configuration!.Options.Store;
        if (options.Provider != StoreOpening.Sqlite)
        {
            Console.Error.WriteLine("error: store.provider is not sqlite: PostgreSQL's own vacuum does it.");
            return ExitCodes.Unusable;
        }

        try
        {
            var before = File.Exists(options.Path) ? new FileInfo(options.Path).Length : 0;
            SqliteStore.Compact(options);
            var after = new FileInfo(options.Path).Length;
            if (arguments.GetValue(CommandLine.Json))
            {
                Report.Json(new { Ok = true, Before = before, After = after });
            }
            else
            {
                Console.WriteLine($"{options.Path}: {before} bytes before, {after} bytes after; nothing erased is left in it");
            }

            return ExitCodes.Ok;
        }
        catch (StoreRefusedException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCodes.Unusable;
        }
    }

    private static async Task<int> CopyAsync(ParseResult arguments)
    {
        var problems = new List<Problem>();
        var environment = ConfiguredHub.ProcessEnvironment();
        var isRead = HubConfiguration.TryLoad(
            arguments.GetRequiredValue(CommandLine.Config), environment, HubConfiguration.AnySource, out var configuration, problems, warnings: []);
        var connection = Connection(arguments, environment, problems);
        if (!isRead || problems.Count > 0)
        {
            Report.Problems(problems);
            return ExitCodes.Unusable;
        }

        if (configuration!.Options.Store.Provider != StoreOpening.Sqlite)
        {
            Console.Error.WriteLine("error: store.provider is not sqlite, so there is no file to copy.");
            return ExitCodes.Unusable;
        }

        try
        {
            Print(arguments, await StoreCopy.RunAsync(configuration.Options.Store, new StoreOptions { Provider = StoreOpening.Postgres, Connection = connection }));
            return ExitCodes.Ok;
        }
        catch (StoreRefusedException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCodes.Unusable;
        }
    }

    private static string Connection(ParseResult arguments, Dictionary<string, string> environment, List<Problem> problems)
    {
        var to = new Setting(new Place("--to", 0, 0)) { Text = arguments.GetRequiredValue(To) };
        var references = new References(environment);
        var connection = References.ReadSecret(references.Expand(to, "--to"), to.Place, problems);
        problems.AddRange(references.NotSet.Values.Select(name => to.Place.Problem($"names the environment variable {name}, which is not set.")));
        return connection;
    }

    private static void Print(ParseResult arguments, IReadOnlyList<CopiedTable> copied)
    {
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Ok = true, Tables = copied });
            return;
        }

        var table = Report.Table("table", "rows");
        foreach (var (name, rows) in copied)
        {
            table.Row(name, rows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Report.Print(table);
        Console.WriteLine("All of it is there. Set store.provider to postgres and store.connection, start the hub, and keep the file until you have seen it work; a hub started on the file again would send what this one sends.");
    }
}
