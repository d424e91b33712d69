using System.Globalization;
using System.Text;

namespace CometHooks.Load.Traffic;

/// <summary>A webhook as the bytes that go over the wire.</summary>
internal static class HttpText
{
    public static byte[] Of(WebhookRequest request)
    {
        var head = new StringBuilder(512);
        head.Append(CultureInfo.InvariantCulture, $"POST {request.Url.AbsolutePath} HTTP/1.1\r\nContent-Length: {request.Body.Length}\r\n");
        foreach (var (name, values) in request.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {values[0]}\r\n");
        }

        head.Append("\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. request.Body.Span];
    }
}
