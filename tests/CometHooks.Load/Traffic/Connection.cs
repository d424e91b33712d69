using System.Net;
using System.Net.Sockets;

namespace CometHooks.Load.Traffic;

/// <summary>
/// One HTTP connection on a bare socket: HttpClient costs several times as much, and the generator shares its processors
/// with what it measures.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int StatusAt = 9; // behind "HTTP/1.1 "
    private readonly IPEndPoint _server;
    private readonly byte[] _answer = new byte[4096];
    private Socket _socket = Fresh();

    private Connection(IPEndPoint server) => _server = server;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> LastChunk => "\r\n0\r\n\r\n"u8;

    private static ReadOnlySpan<byte> LengthHeader => "Content-Length: "u8;

    public static async Task<Connection> OpenAsync(IPEndPoint server)
    {
        var connection = new Connection(server);
        await connection._socket.ConnectAsync(server);
        return connection;
    }

    /// <summary>Sends a request, reads the whole answer and returns its status; 0 where none came, and the next goes over a new connection.</summary>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            if (!_socket.Connected)
            {
                _socket.Dispose();
                _socket = Fresh();
                await _socket.ConnectAsync(_server);
            }

            return await StatusAsync(request);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            _socket.Dispose();
            return 0;
        }
    }

    private static Socket Fresh() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async ValueTask<int> StatusAsync(ReadOnlyMemory<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[await _socket.SendAsync(request)..];
        }

        var read = 0;
        do
        {
            var more = await _socket.ReceiveAsync(_answer.AsMemory(read));
            if (more == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            read += more;
        }
        while (!IsWhole(_answer.AsSpan(0, read)));

        return (_answer[StatusAt] - '0') * 100 + (_answer[StatusAt + 1] - '0') * 10 + (_answer[StatusAt + 2] - '0');
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf(EndOfHead);
        if (end < 0)
        {
            return false;
        }

        var at = answer[..end].IndexOf(LengthHeader);
        if (at < 0)
        {
            // In chunks, then. Its end may come in a packet of its own, and would be taken for the start of the next answer.
            return answer.EndsWith(LastChunk);
        }

        var length = 0;
        for (var i = at + LengthHeader.Length; answer[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            length = length * 10 + answer[i] - '0';
        }

        return answer.Length >= end + EndOfHead.Length + length;
    }
}
