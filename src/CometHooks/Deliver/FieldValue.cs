using System.Globalization;

namespace CometHooks.Deliver;

/// <summary>Turns what an expression gave into what a field holds. Null: it cannot be read as that.</summary>
internal static class FieldValue
{
    // Beyond this a "second" is a millisecond: 100 000 000 000 s is the year 5138.
    private const decimal FirstMilliseconds = 100_000_000_000m;

    // A decimal holds 28 digits exactly; longer text would be rounded without a word.
    private const int LongestNumber = 30;

    private static readonly string[] IsoForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Text without surrounding spaces; a number keeps exactly its digits.</summary>
    public static string? AsText(object value) => value switch
    {
        string text => text.Trim(),
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    public static decimal? AsNumber(object value) => value switch
    {
        decimal number => number,
        int or long => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        string text when text.Length <= LongestNumber && decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var number) => number,
        _ => null,
    };

    public static bool? AsBoolean(object value) => value switch
    {
        bool truth => truth,
        decimal and 0m => false,
        decimal and 1m => true,
        string text => text.Trim().ToUpperInvariant() switch { "TRUE" or "1" => true, "FALSE" or "0" => false, _ => null },
        _ => null,
    };

    /// <summary>ISO 8601 (without a zone: UTC) or Unix time in seconds, as UTC.</summary>
    public static DateTimeOffset? AsTime(object value)
    {
        if (AsNumber(value) is { } seconds)
        {
            return seconds is >= 0 and < FirstMilliseconds
                ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : null;
        }

        return value is string text && DateTimeOffset.TryParseExact(
            WithSevenDecimals(text.Trim()),
            IsoForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;
    }

    // Some platforms write nanoseconds; a tick is 100 of them.
    private static string WithSevenDecimals(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return text;
        }

        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - point - 1 <= 7 ? text : string.Concat(text.AsSpan(0, point + 8), text.AsSpan(end));
    }
}
