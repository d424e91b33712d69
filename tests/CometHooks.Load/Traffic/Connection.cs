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
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[4096];

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> LengthHeader => "Content-Length: "u8;

    public static async Task<Connection> OpenAsync(IPEndPoint server)
    {
        var connection = new Connection();
        await connection._socket.ConnectAsync(server);
        return connection;
    }

    /// <summary>Sends a request, reads the whole answer and returns its status.</summary>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
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
        var length = 0;
        for (var i = at + LengthHeader.Length; at >= 0 && answer[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            length = length * 10 + answer[i] - '0';
        }

        return answer.Length >= end + EndOfHead.Length + length;
    }
}
