using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace CometHooks;

/// <summary>Parses an authentic body as JSON; whatever the bytes are, it answers with a reason instead of a throw.</summary>
public static class JsonBody
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 64;

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as a document, which is the caller's to dispose; otherwise a reason that is safe to show.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? reason)
    {
        document = null;
        var json = AfterBom(body) ?? body;
        if (json.IsEmpty)
        {
            reason = "the body is empty";
            return false;
        }

        // The parser looks at bytes and would find out only later, where a field is read as text.
        if (!Utf8.IsValid(json.Span))
        {
            reason = "the body is not UTF-8";
            return false;
        }

        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            reason = null;
            return true;
        }
        catch (JsonException e)
        {
            reason = FormattableString.Invariant(
                $"the body is not JSON, or nested deeper than {MaxDepth}: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            return false;
        }
    }

    /// <summary>What follows a UTF-8 byte order mark; null where the body has none. For <see cref="SourceEvent.Body"/>.</summary>
    public static ReadOnlyMemory<byte>? AfterBom(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Bom) ? body[Bom.Length..] : default(ReadOnlyMemory<byte>?); // a bare null would be an empty memory
}
