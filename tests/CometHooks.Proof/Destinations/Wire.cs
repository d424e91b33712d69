using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CometHooks.Proof.Destinations;

/// <summary>Answers past the server, on the connection itself: what it sends by itself is always whole.</summary>
internal static class Wire
{
    public const string Accepted = """{"status":202,"message":"Event accepted and queued."}""";

    private static readonly TimeSpan Drop = TimeSpan.FromMilliseconds(50);
    private static readonly string Head = $"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: {Accepted.Length}\r\n\r\n";

    public static Task HangAsync(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    /// <summary>RST, as a server that crashes or a firewall sends it.</summary>
    public static Task ResetAsync(HttpContext context)
    {
        SocketOf(context).LingerState = new LingerOption(enable: true, seconds: 0);
        SocketOf(context).Close();
        return Task.CompletedTask;
    }

    public static async Task CloseHalfWayAsync(HttpContext context)
    {
        await SendAsync(context, Head + Accepted[..20]);
        SocketOf(context).Shutdown(SocketShutdown.Send);
        await HangAsync(context);
    }

    public static async Task NoHttpAsync(HttpContext context)
    {
        await SendAsync(context, "220 mail.example ESMTP\r\n\r\n");
        await HangAsync(context);
    }

    /// <summary>A byte now and then, far slower than anybody waits.</summary>
    public static async Task DripAsync(HttpContext context)
    {
        await SendAsync(context, Head);
        foreach (var one in Accepted)
        {
            await SendAsync(context, one.ToString());
            await Task.Delay(Drop, context.RequestAborted);
        }

        await HangAsync(context);
    }

    public static async Task EndlessHeadersAsync(HttpContext context)
    {
        await SendAsync(context, "HTTP/1.1 202 Accepted\r\n");
        var line = $"X-More: {new string('m', 1000)}\r\n";
        for (var sent = 0; sent < 100_000; sent++)
        {
            await SendAsync(context, line);
        }
    }

    private static async Task SendAsync(HttpContext context, string text)
    {
        try
        {
            await SocketOf(context).SendAsync(Encoding.ASCII.GetBytes(text), context.RequestAborted);
        }
        catch (SocketException e)
        {
            throw new IOException("The hub hung up.", e);
        }
    }

    public static Socket SocketOf(HttpContext context) => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
}
