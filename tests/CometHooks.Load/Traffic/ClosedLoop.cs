using System.Diagnostics;
using System.Net;

namespace CometHooks.Load.Traffic;

/// <summary>Each connection sends its next request when the last one was answered.</summary>
internal static class ClosedLoop
{
    /// <param name="servers">Where to send: the connections are spread over them.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="requests">What to send, each once.</param>
    /// <param name="longest">When to stop, if not all were sent by then.</param>
    public static async Task<(Answers Answers, TimeSpan Took)> RunAsync(IReadOnlyList<IPEndPoint> servers, int connections, IReadOnlyList<byte[]> requests, TimeSpan longest)
    {
        var next = -1;
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Connection.OpenAsync(servers[number % servers.Count])));
        var begun = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(open.Select(connection => Task.Run(async () =>
        {
            var answers = new Answers();
            while (Stopwatch.GetElapsedTime(begun) < longest && Interlocked.Increment(ref next) is var place && place < requests.Count)
            {
                var sent = Stopwatch.GetTimestamp();
                answers.Add(await connection.ExchangeAsync(requests[place]) == 200, sent);
            }

            return answers;
        })));
        var took = Stopwatch.GetElapsedTime(begun);
        Array.ForEach(open, connection => connection.Dispose());
        return (Answers.Together(all), took);
    }
}
