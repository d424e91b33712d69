using System.Net.Sockets;
using System.Text;

namespace CometHooks.Proof.Hostility;

/// <summary>Clients that open a connection and keep it: silent, byte after byte, or without ever reading an answer.</summary>
internal sealed class SlowClients : IAsyncDisposable
{
    private const string Head = "POST /webhooks/stripe/stripe-bombs HTTP/1.1\r\nHost: a\r\n";

    private static readonly string[] Ways =
    [
        "",
        Head + string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: slow\r\n")),
        $"{Head}Content-Length: 100000\r\n\r\n{new string('b', 10_000)}",
        $"{Head}Transfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat("1\r\nc\r\n", 10_000))}",
    ];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _all;
    private int _open;
    private int _cut;

    public SlowClients(Uri hub, int count) => _all = Task.WhenAll(Enumerable.Range(0, count).Select(number => StayAsync(hub, number)));

    /// <summary>Connections that are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections that the hub has ended.</summary>
    public int Cut => Volatile.Read(ref _cut);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    // Again and again, as long as this lives.
    private async Task StayAsync(Uri hub, int number)
    {
        while (!_stop.IsCancellationRequested)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(hub.Host, hub.Port, _stop.Token);
                Interlocked.Increment(ref _open);
                await (number % 5 == 4 ? FloodAsync(socket) : DripAsync(socket, Ways[number % 5]));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                Interlocked.Add(ref _cut, e is SocketException ? 1 : 0);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private async Task DripAsync(Socket socket, string text)
    {
        foreach (var one in Encoding.ASCII.GetBytes(text))
        {
            await socket.SendAsync(new[] { one }, _stop.Token);
            await Task.Delay(Pause, _stop.Token);

            // Answered or hung up on, in the middle of it.
            if (socket.Poll(0, SelectMode.SelectRead))
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }
        }

        // The silent one waits for the hub to end it.
        if (await socket.ReceiveAsync(new byte[1024], _stop.Token) >= 0)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    // Asks and asks, and never reads what it is told.
    private async Task FloodAsync(Socket socket)
    {
        var request = Encoding.ASCII.GetBytes($"{Head}Content-Length: 2\r\n\r\n{{}}");
        while (true)
        {
            await socket.SendAsync(request, _stop.Token);
            await Task.Delay(Pause / 10, _stop.Token);
        }
    }
}
