using System.CommandLine;
using System.Net;
using CometHooks.Operate;

namespace CometHooks.Cli;

/// <summary><c>resume</c>: ends the pause of a destination in the running hub.</summary>
internal static class ResumeCommand
{
    private static readonly Argument<string> Destination = new("destination") { Description = "The destination as the configuration names it." };

    public static Command Build()
    {
        var command = new Command("resume", "End the pause of a destination in the running hub, and send at once what waits only for it (exit code 0), or say why not (1).") { Destination };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var destination = arguments.GetRequiredValue(Destination);
        var url = RunningHubUrl.Of(arguments, listen => listen.Admin, Resume.PathOf(destination));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Headers = { { ByHand.Header, Resume.HeaderValue } } };
        request.Headers.Authorization = CommandAccess.Of(arguments);
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            Console.WriteLine(answer.StatusCode switch
            {
                HttpStatusCode.OK => $"{await answer.Content.ReadAsStringAsync(cancellationToken)}.",
                HttpStatusCode.NotFound => $"The running hub has no destination '{destination}' with a token.",
                HttpStatusCode.Unauthorized => $"{url}: the hub's key is missing. Run this as the hub's user in its working directory, or set {CommandAccess.Variable} to an operator's API key.",
                _ => $"{url}: {(int)answer.StatusCode}",
            });
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Console.WriteLine($"{url}: no answer. Is the hub running?");
            return ExitCodes.Failed;
        }
    }
}
