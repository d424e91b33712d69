using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>Values as text: numbers by all their digits, lists and objects as JSON without spaces, as JSON.stringify writes it.</summary>
internal static class TextForm
{
    // 28 places are all that a decimal has; G29 would write small ones with an exponent.
    private const string AllDigits = "0.############################";

    public static string Of(decimal number) => number == 0 ? "0" : number.ToString(AllDigits, CultureInfo.InvariantCulture);

    /// <summary>The text of a value; missing is empty. A failure where a number or the whole does not fit.</summary>
    public static Value Of(in Value value, Place place)
    {
        switch (value.Kind)
        {
            case ValueKind.Text or ValueKind.Failed:
                return value;
            case ValueKind.Missing:
                return Value.Of("");
            case ValueKind.Null:
                return Value.Of("null");
            case ValueKind.Boolean:
                return Value.Of(value.Boolean ? "true" : "false");
            case ValueKind.Number:
                return value.TryNumber(out var number) ? Value.Of(Of(number)) : place.OutOfRange();
            default:
                var json = new StringBuilder();
                return TryWrite(value, json) ? Value.Of(json.ToString())
                    : json.Length > Limits.Characters ? place.TooLongText()
                    : place.OutOfRange();
        }
    }

    private static bool TryWrite(in Value value, StringBuilder json)
    {
        if (value.Kind == ValueKind.Text)
        {
            return TryWrite(value.Text, json);
        }

        if (!value.IsList)
        {
            return value.Kind == ValueKind.Object ? TryWriteObject(value.Element, json) : TryWriteScalar(value, json);
        }

        json.Append('[');
        var first = json.Length;
        foreach (var item in Items.Of(value))
        {
            json.Append(json.Length == first ? "" : ",");
            if (!TryWrite(item, json))
            {
                return false;
            }
        }

        json.Append(']');
        return json.Length <= Limits.Characters;
    }

    private static bool TryWriteObject(JsonElement element, StringBuilder json)
    {
        json.Append('{');
        var first = json.Length;
        foreach (var property in element.EnumerateObject())
        {
            json.Append(json.Length == first ? "" : ",");
            if (!TryWrite(property.Name, json))
            {
                return false;
            }

            json.Append(':');
            if (!TryWrite(Value.Of(property.Value), json))
            {
                return false;
            }
        }

        json.Append('}');
        return json.Length <= Limits.Characters;
    }

    private static bool TryWriteScalar(in Value value, StringBuilder json)
    {
        if (value.Kind == ValueKind.Number)
        {
            if (!value.TryNumber(out var number))
            {
                return false;
            }

            json.Append(Of(number));
            return json.Length <= Limits.Characters;
        }

        json.Append(value.Kind == ValueKind.Boolean ? value.Boolean ? "true" : "false" : "null");
        return json.Length <= Limits.Characters;
    }

    private static bool TryWrite(string text, StringBuilder json)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
        return json.Length <= Limits.Characters;
    }
}
