using System.Runtime.InteropServices;
using System.Text.Json;

namespace CometHooks.Map.Expressions;

internal enum ValueKind : byte
{
    Missing,
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
    Failed,
}

/// <summary>
/// A value on its way through an expression: a piece of the payload that nobody decoded yet, or something made here.
/// Failure is a value too and ends every operation that meets it.
/// </summary>
internal readonly struct Value
{
    private readonly object? _made;
    private readonly JsonElement _element;

    private Value(ValueKind kind, object? made = null, JsonElement element = default)
    {
        Kind = kind;
        _made = made;
        _element = element;
    }

    public static Value Missing => default;

    public static Value Null { get; } = new(ValueKind.Null);

    public static Value True { get; } = new(ValueKind.Boolean, true);

    public static Value False { get; } = new(ValueKind.Boolean, false);

    public ValueKind Kind { get; }

    public bool IsMissing => Kind == ValueKind.Missing;

    public bool IsFailed => Kind == ValueKind.Failed;

    public bool IsList => Kind == ValueKind.List;

    public bool Boolean => _made is true;

    /// <summary>The text of a <see cref="ValueKind.Text"/>. Decoded on demand: most texts are only compared or passed on.</summary>
    public string Text => _made as string ?? _element.GetString()!;

    /// <summary>The list, where it was made here and is not a piece of the payload.</summary>
    public Sequence? Sequence => _made as Sequence;

    /// <summary>The piece of the payload, where it is one; else undefined.</summary>
    public JsonElement Element => _element;

    /// <summary>What was found in it already, where it is the payload.</summary>
    public SeenMembers? Seen => _made as SeenMembers;

    /// <summary>A text, number or truth that was made here; null for a piece of the payload.</summary>
    public object? Made => _made;

    public ExpressionError Error => (ExpressionError)_made!;

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(decimal value) => new(ValueKind.Number, value);

    public static Value Of(string value) => new(ValueKind.Text, value);

    public static Value Of(Sequence value) => new(ValueKind.List, value);

    public static Value Failed(ExpressionError error) => new(ValueKind.Failed, error);

    public static Value Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new(ValueKind.Text, element: element),
        JsonValueKind.Number => new(ValueKind.Number, element: element),
        JsonValueKind.Object => new(ValueKind.Object, element: element),
        JsonValueKind.Array => new(ValueKind.List, element: element),
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Null => Null,
        _ => Missing,
    };

    /// <summary>The payload, which remembers what was found in it.</summary>
    public static Value OfPayload(JsonElement payload, SeenMembers seen) =>
        payload.ValueKind == JsonValueKind.Object ? new(ValueKind.Object, seen, payload) : Of(payload);

    public static Value OfMember(object? value) => value switch
    {
        null => Missing,
        string s => Of(s),
        decimal => new(ValueKind.Number, value),
        bool b => Of(b),
        _ => Of(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
    };

    /// <summary>Characters of a text that was made here, or the bytes of a piece of the payload; else 0.</summary>
    public int RawLength =>
        _made is string text ? text.Length
        : _element.ValueKind == JsonValueKind.Undefined ? 0
        : JsonMarshal.GetRawUtf8Value(_element).Length;

    /// <summary>The exact number; false where the payload's number does not fit a decimal.</summary>
    public bool TryNumber(out decimal number)
    {
        if (_element.ValueKind == JsonValueKind.Number)
        {
            // A number may be as long as a body, and is read anew wherever it is used.
            number = 0;
            return RawLength <= Limits.Digits && _element.TryGetDecimal(out number);
        }

        number = _made is decimal made ? made : 0;
        return true;
    }

    public bool TextEquals(in Value other) =>
        other._made is string text ? TextEquals(text)
        : _made is string own ? other._element.ValueEquals(own)
        : string.Equals(Text, other.Text, StringComparison.Ordinal);

    private bool TextEquals(string other) =>
        _made is string own ? string.Equals(own, other, StringComparison.Ordinal) : _element.ValueEquals(other);
}
