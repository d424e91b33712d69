using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CometHooks.Proof.Hostility;

/// <summary>An answer: 0 where the connection ended without one.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">All that came.</param>
internal sealed record RawAnswer(int Status, string Text)
{
    public bool IsAcknowledged => Status is >= 200 and < 300;

    /// <summary>The number of the webhook that was stored; null without one.</summary>
    public long? WebhookId => IsAcknowledged && Text.IndexOf('{', StringComparison.Ordinal) is var at and >= 0
        ? long.Parse(JsonElement.Parse(Text[at..]).GetProperty("id").GetString()!.AsSpan("wh_".Length), CultureInfo.InvariantCulture)
        : null;
}

/// <summary>Sends bytes as they are: what no HTTP library would let a client do.</summary>
internal static class RawClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>One request on a connection of its own.</summary>
    public static async Task<RawAnswer> SendAsync(Uri hub, byte[] request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(hub.Host, hub.Port, patience.Token);
        var answer = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            await SendAllAsync(socket, request, patience.Token);
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // Hung up before everything was sent: what came until then is the answer.
        }

        var text = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
        return new RawAnswer(text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0, text);
    }

    /// <summary>A POST with these headers and this body, whatever is in them.</summary>
    public static byte[] Post(Uri hub, string path, IEnumerable<(string Name, string Value)> headers, byte[] body)
    {
        var head = new StringBuilder($"POST {path} HTTP/1.1\r\nHost: {hub.Authority}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }
}
