using System.Buffers;
using System.Text;
using System.Text.Json;

namespace CometHooks.Deliver;

/// <summary>Reads the body of an answer: bounded, whatever the server sends.</summary>
internal static class AnswerText
{
    /// <summary>Why a body did not come whole: more than we read.</summary>
    public const string TooLong = "longer than 64 KiB";

    private const int MostRead = 64 * 1024;
    private const int MostStored = 16 * 1024;
    private const int MostMessage = 500;

    /// <summary>The body as far as it came, and why it did not come whole.</summary>
    public static async Task<(string Text, string? Broken)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // One more than we take tells "just full" from "too long".
        var buffer = ArrayPool<byte>.Shared.Rent(MostRead + 1);
        try
        {
            return await ReadAsync(content, buffer.AsMemory(0, MostRead + 1), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What is kept on the attempt.</summary>
    public static string Stored(string text) => Cut(text, MostStored);

    public static bool IsObject(string text) => TryObject(text, _ => true);

    /// <summary>Cometly's <c>message</c>, with the <c>errors</c> of a validation behind it; null where there is none.</summary>
    public static string? Message(string text)
    {
        string? message = null;
        TryObject(text, root =>
        {
            var parts = new List<string>();
            if (root.TryGetProperty("message", out var said) && said.ValueKind == JsonValueKind.String)
            {
                parts.Add(said.GetString()!);
            }

            if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            {
                parts.AddRange(errors.EnumerateObject().Select(field => $"{field.Name}: {field.Value}"));
            }

            message = parts.Count == 0 ? null : Cut(string.Join("; ", parts), MostMessage);
            return true;
        });
        return message;
    }

    private static async Task<(string Text, string? Broken)> ReadAsync(HttpContent content, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = 0;
        string? broken = null;
        try
        {
            using var stream = await content.ReadAsStreamAsync(cancellationToken);
            int more;
            while (read < buffer.Length && (more = await stream.ReadAsync(buffer[read..], cancellationToken)) > 0)
            {
                read += more;
            }

            broken = read > MostRead ? TooLong : null;
        }
        catch (OperationCanceledException)
        {
            broken = "it took too long";
        }
        catch (InvalidDataException)
        {
            broken = "its compression cannot be read";
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            broken = "the connection was closed half way";
        }

        return (Encoding.UTF8.GetString(buffer.Span[..Math.Min(read, MostRead)]), broken);
    }

    private static bool TryObject(string text, Func<JsonElement, bool> read)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && read(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
