using System.Globalization;
using System.Numerics;

namespace CometHooks.Map.Expressions;

/// <summary>What a value is, and one kind as another.</summary>
internal static class KindFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("exists", "$exists(value)", 1, [Parameter.Any], (ref _, in a, _) => Value.Of(!a[0].IsMissing)),
        new("not", "$not(value)", 1, [Parameter.Any], (ref _, in a, _) => a[0].IsMissing ? a[0] : Value.Of(!Truth.Of(a[0]))),
        new("boolean", "$boolean(value)", 1, [Parameter.Any], (ref _, in a, _) => a[0].IsMissing ? a[0] : Value.Of(Truth.Of(a[0]))),
        new("string", "$string(value)", 1, [Parameter.Any], (ref frame, in a, call) => a[0].IsMissing ? a[0] : TextOf(ref frame, a[0], call)),
        new("number", "$number(value)", 1, [Parameter.Scalar], (ref _, in a, call) => Number(a[0], call)),
        new("type", "$type(value)", 1, [Parameter.Any], (ref _, in a, _) => Type(a[0])),
        new("lookup", "$lookup(object, name)", 2, [Parameter.Any, Parameter.Text], (ref frame, in a, call) =>
            a[1].IsMissing ? a[1] : Lookup.ByName(ref frame, a[0], a[1].Text, call.Place)),
    ];

    private static Value TextOf(ref Frame frame, in Value value, Call call)
    {
        var text = TextForm.Of(value, call.Arguments[0].Place);
        return text.IsFailed || frame.Spend(text.Text.Length) ? text : call.Place.TooMuchWork();
    }

    private static Value Type(in Value value) => value.Kind switch
    {
        ValueKind.Missing => value,
        ValueKind.Null => Value.Of("null"),
        ValueKind.Boolean => Value.Of("boolean"),
        ValueKind.Number => Value.Of("number"),
        ValueKind.Text => Value.Of("string"),
        ValueKind.List => Value.Of("array"),
        _ => Value.Of("object"),
    };

    private static Value Number(in Value value, Call call)
    {
        if (value.Kind != ValueKind.Text)
        {
            return value.Kind == ValueKind.Boolean ? Value.Of(value.Boolean ? 1m : 0m) : value;
        }

        var place = call.Arguments[0].Place;
        var text = value.Text;
        var digits = text.AsSpan(text is ['-', ..] ? 1 : 0);
        if (digits.Length > 0 && NumberGrammar.Length(digits) == digits.Length)
        {
            return NumberGrammar.TryParse(text, out var number) ? Value.Of(number) : place.OutOfRange();
        }

        return TryOtherBase(text, out var whole) ? Value.Of(whole)
            : place.Fail($"'{place.Text}' is a text that is no number. Write a condition before it, or take the part that is one with $substringBefore or $substringAfter.");
    }

    private static bool TryOtherBase(string text, out decimal number)
    {
        number = 0;
        BigInteger whole;
        var read = text switch
        {
            ['0', 'x' or 'X', .. var hex] => BigInteger.TryParse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out whole) && hex.Length > 0,
            ['0', 'b' or 'B', .. var bits] => BigInteger.TryParse("0" + bits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out whole) && bits.Length > 0,
            _ => TryOctal(text, out whole),
        };
        if (!read || whole > new BigInteger(decimal.MaxValue))
        {
            return false;
        }

        number = (decimal)whole;
        return true;
    }

    private static bool TryOctal(string text, out BigInteger whole)
    {
        whole = BigInteger.Zero;
        if (text is not ['0', 'o' or 'O', .. { Length: > 0 and < 40 } digits] || digits.AsSpan().ContainsAnyExceptInRange('0', '7'))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            whole = (whole * 8) + (digit - '0');
        }

        return true;
    }
}
