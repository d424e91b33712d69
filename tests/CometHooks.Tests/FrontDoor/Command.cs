using System.Text.Json.Nodes;
using CometHooks.Cli;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Runs a command line as the process would, and keeps what it prints to the console.</summary>
internal static class Command
{
    private static readonly PrivateConsole Output = PrivateConsole.Install(Console.Out, Console.SetOut);
    private static readonly PrivateConsole Errors = PrivateConsole.Install(Console.Error, Console.SetError);

    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var (output, errors) = (Output.Begin(), Errors.Begin());
        var exitCode = await CommandLine.Build().Parse(arguments).InvokeAsync(configuration: null, TestContext.Current.CancellationToken);
        return new CommandResult(exitCode, output.ToString(), errors.ToString());
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
