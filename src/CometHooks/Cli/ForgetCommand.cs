using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CometHooks.Operate;
using CometHooks.Operate.Erase;

namespace CometHooks.Cli;

/// <summary><c>forget</c>: erases all that the running hub keeps of a person.</summary>
internal static class ForgetCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "The person's e-mail address.", Required = true };
    private static readonly Option<bool> Preview = new("--preview") { Description = "Say how much it is, and end." };

    public static Command Build()
    {
        var command = new Command("forget", "Erase all that the running hub keeps of a person: bodies, conversions' fields, answers, identities. Counts and money stay. It cannot be taken back.")
        {
            Email, Preview, Wanted.Yes, CommandLine.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = new ErasureRequest(arguments.GetRequiredValue(Email), arguments.GetValue(Preview));
        if (request.Wrong is { } wrong)
        {
            Console.Error.WriteLine($"error: {wrong}");
            return ExitCodes.Unusable;
        }

        var url = RunningHubUrl.Of(arguments, listen => listen.Admin, ErasureRoute.Path);
        var access = CommandAccess.Of(arguments);
        if (!request.Preview && !arguments.GetValue(Wanted.Yes))
        {
            // It cannot be taken back, so first it is said how much it is.
            var look = request with { Preview = true };
            var preview = await AskAsync(url, access, look, cancellationToken);
            Say(arguments, look, preview);
            if (preview.Problem is not null || !Wanted.Is(arguments))
            {
                return ExitCodes.Failed;
            }
        }

        var end = await AskAsync(url, access, request, cancellationToken);
        Say(arguments, request, end);
        return end.Problem is null ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static void Say(ParseResult arguments, ErasureRequest request, ErasureProgress end)
    {
        if (arguments.GetValue(CommandLine.Json))
        {
            Report.Json(new { Ok = end.Problem is null, request.Preview, end.Rows, end.Receipt, end.Problem });
        }
        else
        {
            Console.WriteLine(end switch
            {
                { Problem: { } problem } => $"error: {problem}",
                { Receipt: { } receipt } => $"erased: {end.Rows.InWords()}. Receipt: erasure {receipt.Id}",
                _ => $"would be erased: {end.Rows.InWords()}",
            });
        }
    }

    private static async Task<ErasureProgress> AskAsync(Uri url, AuthenticationHeaderValue? access, ErasureRequest request, CancellationToken cancellationToken)
    {
        // It takes as long as the store is large; every page says that it goes on.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Headers = { { ByHand.Header, ErasureRoute.HeaderValue } },
            Content = JsonContent.Create(request, options: ErasureProgress.Json),
        };
        message.Headers.Authorization = access;
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await LastAsync(answer, url, cancellationToken),
                HttpStatusCode.Unauthorized => Broken($"{url}: the hub's key is missing. Run this as the hub's user in its working directory, or set {CommandAccess.Variable} to an admin's API key."),
                _ => Broken($"{url}: {(int)answer.StatusCode}. Is that the hub's admin address, and are hub and command of one version?"),
            };
        }
        catch (HttpRequestException)
        {
            return Broken($"{url}: no answer. Is the hub running?");
        }
        catch (IOException)
        {
            return Broken($"{url}: the answer broke off. The hub goes on by itself; GET /api/erasures says how it ends.");
        }
    }

    private static async Task<ErasureProgress> LastAsync(HttpResponseMessage answer, Uri url, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        ErasureProgress? last = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            last = JsonSerializer.Deserialize<ErasureProgress>(line, ErasureProgress.Json);
        }

        return last is { Done: true } or { Problem: not null } ? last : Broken($"{url}: the answer broke off. The hub goes on by itself; GET /api/erasures says how it ends.");
    }

    private static ErasureProgress Broken(string problem) => new() { Rows = Store.ErasedRows.None, Problem = problem };
}
