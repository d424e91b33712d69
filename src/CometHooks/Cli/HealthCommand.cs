using System.CommandLine;

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
        var url = RunningHubUrl.Of(arguments, listen => listen.Webhooks, "/healthz");
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
}
