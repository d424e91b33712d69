using System.Diagnostics;
using System.Net;
using System.Threading.Channels;

namespace CometHooks.Load.Traffic;

/// <summary>
/// Requests come when the schedule says, whatever became of those before. A request's time counts from when it should have
/// been sent: if the server makes it wait, the wait is the server's (coordinated omission).
/// </summary>
internal static class OpenLoop
{
    /// <param name="server">Where to send.</param>
    /// <param name="connections">How many requests may be under way; the others wait, and their time runs.</param>
    /// <param name="perSecond">The mean rate, asked before each request; arrivals are random, as those of strangers are, and the same in every run.</param>
    /// <param name="request">The request in this place; null: no more.</param>
    public static async Task<(Answers Answers, TimeSpan Took)> RunAsync(IPEndPoint server, int connections, Func<double> perSecond, Func<int, byte[]?> request)
    {
        var due = Channel.CreateUnbounded<(byte[] Request, long At)>(new UnboundedChannelOptions { SingleWriter = true });
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Connection.OpenAsync(server)));
        var begun = Stopwatch.GetTimestamp();
        var sending = open.Select(connection => Task.Run(async () =>
        {
            var answers = new Answers();
            await foreach (var (bytes, at) in due.Reader.ReadAllAsync())
            {
                answers.Add(await connection.ExchangeAsync(bytes) == 200, at);
            }

            return answers;
        })).ToList();
        var clock = new Thread(() => Schedule(due.Writer, begun, perSecond, request)) { IsBackground = true, Priority = ThreadPriority.Highest };
        clock.Start();
        var all = await Task.WhenAll(sending);
        var took = Stopwatch.GetElapsedTime(begun);
        Array.ForEach(open, connection => connection.Dispose());
        return (Answers.Together(all), took);
    }

    private static void Schedule(ChannelWriter<(byte[] Request, long At)> due, long begun, Func<double> perSecond, Func<int, byte[]?> request)
    {
        var random = new Random(1);
        var seconds = 0.0;
        for (var place = 0; request(place) is { } bytes; place++)
        {
            seconds -= Math.Log(1 - random.NextDouble()) / perSecond();
            var at = begun + (long)(seconds * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < at)
            {
                // A millisecond at least: to spin would take a processor from what is measured.
                Thread.Sleep(1);
            }

            due.TryWrite((bytes, at));
        }

        due.Complete();
    }
}
