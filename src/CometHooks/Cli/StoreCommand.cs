using System.CommandLine;
using CometHooks.Configuration;
using CometHooks.Store;
using CometHooks.Store.Postgres;

namespace CometHooks.Cli;

/// <summary><c>store copy</c>: moves a stopped hub from its SQLite file to PostgreSQL.</summary>
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
        return new Command("store", "Look after the store.") { copy };
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
