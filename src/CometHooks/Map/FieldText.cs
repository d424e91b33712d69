using System.Globalization;

namespace CometHooks.Map;

/// <summary>A value of a rule as text: numbers with exact digits.</summary>
internal static class FieldText
{
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text.Trim(),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        _ => value.ToString(),
    };
}
