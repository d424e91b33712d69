using System.Text;
using System.Text.Json;

namespace CometHooks.Operate.Explain;

/// <summary>A webhook's body for a page: JSON where it is JSON, else text.</summary>
internal static class RawBody
{
    public static JsonElement AsJson(ReadOnlyMemory<byte> body)
    {
        if (!JsonBody.TryParse(body, out var document, out _))
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(body.Span));
        }

        using (document)
        {
            return document.RootElement.Clone();
        }
    }
}
