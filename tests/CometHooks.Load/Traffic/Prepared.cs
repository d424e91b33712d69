using CometHooks.Load.Servers;

namespace CometHooks.Load.Traffic;

/// <summary>What is made and signed before a measurement begins, so that the generator costs little while it runs.</summary>
internal static class Prepared
{
    /// <summary>How many are made for each second. What takes more has all of them sooner, and its time ends then.</summary>
    public const int MostPerSecond = 12_000;

    private const int WarmConnections = 32;
    private const int WarmRequests = 20_000;

    /// <summary>So many requests of the trade's stream.</summary>
    public static byte[][] Requests(Trade trade, int count, int from = 0) => Of(count, place => HttpText.Of(trade.Request(from + place)));

    public static T[] Of<T>(int count, Func<int, T> make)
    {
        var made = new T[count];
        Parallel.For(0, count, place => made[place] = make(place));
        return made;
    }

    /// <summary>Until what is slow in a new process is done: compiling, above all. What is sent here is not sent again.</summary>
    public static async Task WarmAsync(Trade trade, params IReadOnlyList<ServerProcess> servers)
    {
        foreach (var (number, server) in servers.Index())
        {
            await ClosedLoop.RunAsync([server.Webhooks], WarmConnections, Requests(trade, WarmRequests, from: 1_000_000 + (number * WarmRequests)), TimeSpan.FromSeconds(4));
        }
    }
}
