using System.Net.Http.Headers;
using System.Text.Json;
using CometHooks.Operate;
using CometHooks.Operate.Replay;
using Spectre.Console;

namespace CometHooks.Cli;

/// <summary>Asks the running hub for a replay, and shows how far it is.</summary>
internal sealed class ReplayClient(Uri url, AuthenticationHeaderValue? access)
{
    /// <summary>The last line of the answer. Whatever goes wrong is its problem.</summary>
    public async Task<ReplayProgress> RunAsync(ReplayRequest request, bool isShown, CancellationToken cancellationToken)
    {
        // A replay takes as long as it takes; every page says that it goes on.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Headers = { { ByHand.Header, ReplayRoute.HeaderValue } },
            Content = JsonContent.Create(request, options: ReplayProgress.Json),
        };
        message.Headers.Authorization = access;
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode
                ? await ShowAsync(answer, request.Preview ? "looking" : "replaying", isShown && !Console.IsOutputRedirected, cancellationToken)
                : new ReplayProgress { Problem = await TitleAsync(answer, cancellationToken) };
        }
        catch (HttpRequestException)
        {
            return new ReplayProgress { Problem = $"{url}: no answer. Is the hub running?" };
        }
        catch (IOException)
        {
            return new ReplayProgress { Problem = $"{url}: the answer broke off. What began stays begun; the same command goes on." };
        }
    }

    private Task<ReplayProgress> ShowAsync(HttpResponseMessage answer, string verb, bool isShown, CancellationToken cancellationToken) => !isShown
        ? LastAsync(answer, _ => { }, cancellationToken)
        : Report.Terminal.Progress().AutoClear(true).StartAsync(context =>
        {
            var bar = context.AddTask(verb, maxValue: 1);
            return LastAsync(answer, progress => bar.Value = progress.Of == 0 ? 0 : (double)progress.LookedAt / progress.Of, cancellationToken);
        });

    private async Task<ReplayProgress> LastAsync(HttpResponseMessage answer, Action<ReplayProgress> show, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        ReplayProgress? last = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            last = JsonSerializer.Deserialize<ReplayProgress>(line, ReplayProgress.Json)!;
            show(last);
        }

        return last is { Done: true } or { Problem: not null }
            ? last
            : (last ?? new ReplayProgress()) with { Problem = $"{url}: the answer broke off. What began stays begun; the same command goes on." };
    }

    private async Task<string> TitleAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("title").GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return $"{url}: {(int)answer.StatusCode}. Is that the hub's admin address?";
        }
    }
}
