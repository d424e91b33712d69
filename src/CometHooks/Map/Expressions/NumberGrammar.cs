using System.Globalization;

namespace CometHooks.Map.Expressions;

/// <summary>Numbers as JSON writes them.</summary>
internal static class NumberGrammar
{
    /// <summary>How many characters from the start are a number without sign; 0: none.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var length = Digits(text);
        if (length == 0)
        {
            return 0;
        }

        if (length + 1 < text.Length && text[length] == '.' && Digits(text[(length + 1)..]) is > 0 and var fraction)
        {
            length += 1 + fraction;
        }

        if (length < text.Length && text[length] is 'e' or 'E')
        {
            var sign = length + 1 < text.Length && text[length + 1] is '+' or '-' ? 2 : 1;
            var exponent = length + sign <= text.Length ? Digits(text[(length + sign)..]) : 0;
            length += exponent > 0 ? sign + exponent : 0;
        }

        return length;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
