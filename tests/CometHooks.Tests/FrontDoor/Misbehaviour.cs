using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CometHooks.Tests.FrontDoor;

/// <summary>How Cometly, or what stands in its place, may answer other than with success.</summary>
internal static class Misbehaviour
{
    private const string Accepted = """{"status":202,"message":"Event accepted and queued."}""";

    public static Task AnswerAsync(HttpContext context, string behaviour) => behaviour switch
    {
        "429" => WriteAsync(context, 429, """{"message":"Too Many Attempts."}""", ("Retry-After", "2")),
        "429 for a minute" => WriteAsync(context, 429, """{"message":"Too Many Attempts."}""", ("Retry-After", "60")),
        "500" => WriteAsync(context, 500, """{"message":"Server Error"}"""),
        "401" => WriteAsync(context, 401, """{"message":"Unauthenticated."}"""),
        "404" => WriteAsync(context, 404, """{"message":"Not Found"}"""),
        "302" => WriteAsync(context, 302, "", ("Location", "https://elsewhere.example/")),
        "html" => WriteAsync(context, 200, "<html>Welcome</html>", ("Content-Type", "text/html")),
        "hangs" => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted),
        "closes" => CloseAfterAsync(context, ""),
        "half" => CloseAfterAsync(context, $"HTTP/1.1 202 Accepted\r\nContent-Length: {Accepted.Length}\r\n\r\n{Accepted[..20]}"),
        _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
    };

    private static async Task WriteAsync(HttpContext context, int status, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    // Past the server: what it sends itself is always whole.
    private static async Task CloseAfterAsync(HttpContext context, string answer)
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer), context.RequestAborted);
        socket.Shutdown(SocketShutdown.Send);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
    }
}
