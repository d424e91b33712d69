using System.Diagnostics;
using System.Net.Http.Headers;

namespace CometHooks.Load.Traffic;

/// <summary>A bare HttpClient loop: as many at once as asked for, each posts its next body when the last one was answered. No store, no decisions.</summary>
internal static class PostLoop
{
    /// <param name="url">Where to post.</param>
    /// <param name="token">The token that goes with it.</param>
    /// <param name="bodies">What to post; from the first again after the last.</param>
    /// <param name="concurrency">How many are under way at once.</param>
    /// <param name="longest">When to stop.</param>
    public static async Task<(Answers Answers, TimeSpan Took)> RunAsync(Uri url, string token, IReadOnlyList<byte[]> bodies, int concurrency, TimeSpan longest)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = concurrency });
        var next = -1;
        var begun = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            var answers = new Answers();
            while (Stopwatch.GetElapsedTime(begun) < longest)
            {
                var sent = Stopwatch.GetTimestamp();
                answers.Add(await PostAsync(client, url, token, bodies[(int)((uint)Interlocked.Increment(ref next) % bodies.Count)]) == 202, sent);
            }

            return answers;
        })));
        return (Answers.Together(all), Stopwatch.GetElapsedTime(begun));
    }

    private static async Task<int> PostAsync(HttpClient client, Uri url, string token, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
