using System.Text;

namespace CometHooks.Map.Expressions;

/// <summary>Functions of texts. Characters are Unicode's code points, as in JSONata; comparison is by code unit.</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("lowercase", "$lowercase(text)", 1, [Parameter.Text], (ref frame, in a, call) => Change(ref frame, a[0], call, static text => text.ToLowerInvariant())),
        new("uppercase", "$uppercase(text)", 1, [Parameter.Text], (ref frame, in a, call) => Change(ref frame, a[0], call, static text => text.ToUpperInvariant())),
        new("trim", "$trim(text)", 1, [Parameter.Text], (ref frame, in a, call) => Change(ref frame, a[0], call, Trim)),
        new("length", "$length(text)", 1, [Parameter.Text], (ref frame, in a, call) => Length(ref frame, a[0], call)),
        new("substring", "$substring(text, start, length)", 2, [Parameter.Text, Parameter.Number, Parameter.Number], Substring),
        new("substringBefore", "$substringBefore(text, part)", 2, [Parameter.Text, Parameter.Text], (ref frame, in a, call) => Cut(ref frame, a, call, before: true)),
        new("substringAfter", "$substringAfter(text, part)", 2, [Parameter.Text, Parameter.Text], (ref frame, in a, call) => Cut(ref frame, a, call, before: false)),
        new("contains", "$contains(text, part)", 2, [Parameter.Text, Parameter.Text], Contains),
    ];

    private static Value Change(ref Frame frame, in Value value, Call call, Func<string, string> change)
    {
        if (value.IsMissing)
        {
            return value;
        }

        var text = value.Text;
        return frame.Spend(text.Length) ? Value.Of(change(text)) : call.Place.TooMuchWork();
    }

    // JSONata's trim also makes one space of every run of white space inside.
    private static string Trim(string text)
    {
        var trimmed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not (' ' or '\t' or '\n' or '\r'))
            {
                trimmed.Append(c);
            }
            else if (trimmed.Length > 0 && trimmed[^1] != ' ')
            {
                trimmed.Append(' ');
            }
        }

        return trimmed is [.., ' '] ? trimmed.ToString(0, trimmed.Length - 1) : trimmed.ToString();
    }

    private static Value Length(ref Frame frame, in Value value, Call call)
    {
        if (value.IsMissing)
        {
            return value;
        }

        var text = value.Text;
        return frame.Spend(text.Length) ? Value.Of((decimal)CodePoints(text)) : call.Place.TooMuchWork();
    }

    private static Value Substring(ref Frame frame, in Arguments arguments, Call call)
    {
        if (arguments[0].IsMissing)
        {
            return arguments[0];
        }

        var text = arguments[0].Text;
        if (!frame.Spend(text.Length))
        {
            return call.Place.TooMuchWork();
        }

        arguments[1].TryNumber(out var start);
        arguments[2].TryNumber(out var length);
        var all = CodePoints(text);
        if (all + start < 0)
        {
            start = 0;
        }

        var end = arguments[2].IsMissing ? all : (start >= 0 ? start : all + start) + Math.Clamp(length, -Limits.Characters, text.Length);
        if (!arguments[2].IsMissing && length <= 0)
        {
            return Value.Of("");
        }

        var (from, to) = (Index(start, all), Index(end, all));
        return Value.Of(from >= to ? "" : text[Offset(text, from)..Offset(text, to)]);
    }

    // Array.prototype.slice: fractions are cut off, negative counts from the end.
    private static int Index(decimal position, int all) =>
        position >= 0 ? (int)Math.Min(decimal.Truncate(position), all) : (int)Math.Max(all + decimal.Truncate(position), 0);

    private static int CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    private static int Offset(string text, int codePoints)
    {
        var offset = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (codePoints-- == 0)
            {
                break;
            }

            offset += rune.Utf16SequenceLength;
        }

        return offset;
    }

    private static Value Cut(ref Frame frame, in Arguments arguments, Call call, bool before)
    {
        if (arguments[0].IsMissing || arguments[1].IsMissing)
        {
            return arguments[0];
        }

        var (text, part) = (arguments[0].Text, arguments[1].Text);
        if (!frame.Spend(text.Length))
        {
            return call.Place.TooMuchWork();
        }

        var at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? arguments[0] : Value.Of(before ? text[..at] : text[(at + part.Length)..]);
    }

    private static Value Contains(ref Frame frame, in Arguments arguments, Call call)
    {
        if (arguments[0].IsMissing || arguments[1].IsMissing)
        {
            return Value.Missing;
        }

        var text = arguments[0].Text;
        return frame.Spend(text.Length) ? Value.Of(text.Contains(arguments[1].Text, StringComparison.Ordinal)) : call.Place.TooMuchWork();
    }
}
