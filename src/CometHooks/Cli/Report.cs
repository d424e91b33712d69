using System.CommandLine;
using System.Text.Json;
using CometHooks.Configuration;
using CometHooks.Operate;
using Spectre.Console;

namespace CometHooks.Cli;

/// <summary>How commands print: tables for people, one JSON object for programs.</summary>
internal static class Report
{
    public static void Json(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, HubJson.Options));

    /// <summary>A console that does not break lines at 80 columns where nobody sees columns: in files and pipes.</summary>
    public static IAnsiConsole Terminal { get; } = CreateConsole();

    public static void Problems(IEnumerable<Problem> problems, string word = "error")
    {
        foreach (var problem in problems)
        {
            Console.Out.WriteLine($"{word}: {problem}");
        }
    }

    /// <summary>Why a command cannot begin.</summary>
    public static void Refusal(ParseResult arguments, IReadOnlyList<Problem> problems)
    {
        if (arguments.GetValue(CommandLine.Json))
        {
            Json(new { Ok = false, Problems = problems });
        }
        else
        {
            Problems(problems);
        }
    }

    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)));
        }

        return table;
    }

    public static void Row(this Table table, params string?[] cells) => table.AddRow([.. cells.Select(c => new Text(c ?? ""))]);

    public static void Print(Table table) => Terminal.Write(table);

    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = 200;
        }

        return console;
    }
}
