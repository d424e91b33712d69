using System.Globalization;

namespace CometHooks.Configuration;

/// <summary>Reads one value of an option from its text.</summary>
internal static class ValueText
{
    // A decimal holds 28 digits exactly; longer text would be rounded without a word.
    private const int LongestNumber = 28;

    /// <summary>The value, null where the text is none of the type; and what to write, for messages.</summary>
    public static (object? Value, string Wanted) Parse(Type type, string text) => type switch
    {
        _ when type == typeof(string) => (text, "text"),
        _ when type == typeof(bool) => (text switch { "true" => true, "false" => false, _ => null }, "true or false"),
        _ when type == typeof(int) => (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, "a whole number"),
        _ when type == typeof(decimal) => (Decimal(text), "a number such as 1.0832"),
        _ when type == typeof(DateOnly) => (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null, "a day such as 2026-11-01"),
        _ when type == typeof(TimeSpan) => (Duration.TryParse(text, out var duration) ? duration : null, Duration.Form),
        _ when type == typeof(ByteSize) => (ByteSize.TryParse(text, out var size) ? size : null, ByteSize.Form),
        _ => throw new NotSupportedException($"options of type {type} cannot be read"),
    };

    private static decimal? Decimal(string text) =>
        text.Length <= LongestNumber && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
