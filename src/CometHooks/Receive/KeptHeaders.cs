using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CometHooks.Receive;

/// <summary>The headers that are stored with a webhook: all but those that prove or grant something.</summary>
internal static class KeptHeaders
{
    private static readonly SearchValues<string> _neverKept = SearchValues.Create(
        ["signature", "hmac", "authorization", "cookie", "token", "secret", "password", "api-key", "apikey"], StringComparison.OrdinalIgnoreCase);

    /// <summary>A JSON object; several values of a header are joined as RFC 9110, section 5.3 says.</summary>
    public static string ToJson(WebhookRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var name in request.Headers.Keys)
            {
                if (!name.AsSpan().ContainsAny(_neverKept))
                {
                    json.WriteString(name, request.Header(name));
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
