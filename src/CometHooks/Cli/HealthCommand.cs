using System.CommandLine;
using CometHooks.Configuration;

namespace CometHooks.Cli;

/// <summary><c>health</c>: asks the running hub whether it is alive; for containers.</summary>
internal static class HealthCommand
{
    public static Command Build()
    {
        var command = new Command("health", "Ask the running hub whether it is alive (exit code 0) or not (1).");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // Only the address is needed: containers ask every few seconds, and mappings cost time to read.
        HubConfiguration.TryLoad(
            arguments.GetRequiredValue(CommandLine.Config), ConfiguredHub.ProcessEnvironment(), AnySource, out var configuration, problems: [], warnings: []);
        var url = ListenUrl.Local((configuration?.Options ?? new HubOptions()).Listen.Webhooks, "/healthz");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await client.GetAsync(url, cancellationToken);
            Console.WriteLine($"{url}: {(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine($"{url}: no answer");
            return ExitCodes.Failed;
        }
    }

    private static string[] AnySource(HubOptions options) => [.. options.Endpoints.Values.Select(e => e.Source)];
}
