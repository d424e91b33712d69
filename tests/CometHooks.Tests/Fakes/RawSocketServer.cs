using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CometHooks.Tests.Fakes;

/// <summary>Answers with raw bytes, or with none: what an HTTP library would not let a test do.</summary>
internal sealed class RawSocketServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task> _answer;
    private readonly Task _loop;

    /// <param name="answer">What happens on a connection after the request was read.</param>
    public RawSocketServer(Func<Socket, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
        _loop = AcceptAsync();
    }

    public string Url { get; }

    /// <summary>Writes this and closes the connection properly.</summary>
    public static RawSocketServer Writing(string answer) => new(async (socket, cancellationToken) =>
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
        socket.Shutdown(SocketShutdown.Both);
    });

    /// <summary>Reads the request and resets the connection.</summary>
    public static RawSocketServer Resetting() => new((socket, _) =>
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        return Task.CompletedTask;
    });

    /// <summary>Writes this and then says nothing more, with the connection open.</summary>
    public static RawSocketServer Hanging(string first = "") => new(async (socket, cancellationToken) =>
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(first), cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    });

    /// <summary>Writes the answer byte by byte, slowly.</summary>
    public static RawSocketServer Dripping(string answer) => new(async (socket, cancellationToken) =>
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        foreach (var one in Encoding.ASCII.GetBytes(answer))
        {
            await socket.SendAsync(new[] { one }, cancellationToken);
            await tick.WaitForNextTickAsync(cancellationToken);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await ReadRequestAsync(socket);
                await _answer(socket, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went, or the test ended.
            }
        }
    }

    private async Task ReadRequestAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, _stop.Token);
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            var request = text.ToString();
            var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (head >= 0 && request.Length >= head + 4 + ContentLength(request[..head])))
            {
                return;
            }
        }
    }

    private static int ContentLength(string head)
    {
        const string name = "content-length:";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + name.Length)..].Split('\r')[0], provider: null);
    }
}
