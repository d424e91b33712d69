using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CometHooks;

/// <summary>
/// Reads fields of a payload without ever throwing: what is missing, null or of another kind is null. A missing field
/// is an <c>Undefined</c> element, so that a path can be written as a chain.
/// </summary>
public static class JsonFields
{
    private const int MaxIdLength = 255;

    private static readonly SearchValues<char> _letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The member of an object; <c>Undefined</c> where there is none or the element is no object.</summary>
    public static JsonElement Field(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // A sibling's name holds half a surrogate pair ("\ud800"), which cannot be compared as text.
            return default;
        }
    }

    /// <summary>A text that is not empty.</summary>
    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    /// <summary>
    /// An identifier: a text of 1 to 255 characters without control characters, or a number exactly as it is written.
    /// </summary>
    public static string? Id(this JsonElement element)
    {
        var id = element.ValueKind == JsonValueKind.Number ? element.GetRawText() : element.Text();
        return id is { Length: <= MaxIdLength } && !HasControl(id) ? id : null;
    }

    /// <summary>A number, exact; also where it is written as a text ("19.99"). Null beyond the range of a decimal.</summary>
    public static decimal? Number(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.String => decimal.TryParse(
            element.Text(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    /// <summary>True or false.</summary>
    public static bool? Flag(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A time: ISO 8601 as text, or Unix seconds as a number. UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;
            case JsonValueKind.Number:
                return element.TryGetInt64(out var seconds)
                    && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
                    && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>A currency as three upper-case letters.</summary>
    public static string? Currency(this JsonElement element) =>
        element.Text() is { Length: 3 } code && !code.AsSpan().ContainsAnyExcept(_letters) ? code.ToUpperInvariant() : null;

    private static bool HasControl(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\0', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F');
}
