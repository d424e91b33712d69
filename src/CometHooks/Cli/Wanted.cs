using System.CommandLine;
using Spectre.Console;

namespace CometHooks.Cli;

/// <summary>Whether what a preview said is to be done.</summary>
internal static class Wanted
{
    /// <summary>Says yes beforehand.</summary>
    public static Option<bool> Yes { get; } = new("--yes") { Description = "Do not ask." };

    // Nobody can answer a question in a script: there --yes must say it.
    public static bool Is(ParseResult arguments)
    {
        if (arguments.GetValue(Yes))
        {
            return true;
        }

        if (arguments.GetValue(CommandLine.Json) || Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            Console.Error.WriteLine("Nothing was done: add --yes to do it.");
            return false;
        }

        return Report.Terminal.Confirm("Do it?", defaultValue: false);
    }
}
