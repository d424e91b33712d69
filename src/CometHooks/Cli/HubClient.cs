using System.Net.Http.Headers;
using System.Text.Json;
using CometHooks.Operate;

namespace CometHooks.Cli;

/// <summary>Asks the running hub for something that takes its time, and hears how far it is.</summary>
/// <param name="url">Where the hub is asked.</param>
/// <param name="access">By what it may be asked; null: the hub says what is missing.</param>
/// <param name="header">What is asked for, as the hub's header says it.</param>
/// <param name="afterwards">What holds when the answer broke off.</param>
internal sealed class HubClient(Uri url, AuthenticationHeaderValue? access, string header, string afterwards)
{
    private string BrokenOff => $"{url}: the answer broke off. {afterwards}";

    /// <summary>The last line of the answer, and what went wrong where no line says it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="show">Takes each line as it comes.</param>
    /// <param name="cancellationToken">Breaks the asking off.</param>
    public async Task<(T? Last, string? Problem)> AskAsync<T>(object request, Action<T> show, CancellationToken cancellationToken)
        where T : class, IProgressLine
    {
        // It takes as long as it takes; every line says that it goes on.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var message = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Headers = { { ByHand.Header, header } },
            Content = JsonContent.Create(request, request.GetType(), options: ProgressStream.Json),
        };
        message.Headers.Authorization = access;
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return (null, await TitleAsync(answer, cancellationToken));
            }

            T? last = null;
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                last = JsonSerializer.Deserialize<T>(line, ProgressStream.Json)!;
                show(last);
            }

            return last is { Done: true } or { Problem: not null } ? (last, null) : (last, BrokenOff);
        }
        catch (HttpRequestException)
        {
            return (null, $"{url}: no answer. Is the hub running?");
        }
        catch (IOException)
        {
            return (null, BrokenOff);
        }
    }

    // The hub says best why not.
    private async Task<string> TitleAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("title").GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return $"{url}: {(int)answer.StatusCode}. Is that the hub's admin address, and are hub and command of one version?";
        }
    }
}
