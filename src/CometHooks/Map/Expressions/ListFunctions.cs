namespace CometHooks.Map.Expressions;

/// <summary>Functions from and to lists; one value counts as a list of one.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("count", "$count(list)", 1, [Parameter.Any], (ref _, in a, _) => Value.Of(a[0].IsMissing ? 0m : Items.Of(a[0]).Count)),
        new("split", "$split(text, separator)", 2, [Parameter.Text, Parameter.Text, Parameter.Number], Split),
        new("join", "$join(texts, separator)", 1, [Parameter.Texts, Parameter.Text], Join),
        new("sum", "$sum(numbers)", 1, [Parameter.Numbers], (ref frame, in a, call) => Sum(ref frame, a[0], call)),
        new("max", "$max(numbers)", 1, [Parameter.Numbers], (ref frame, in a, call) => Extreme(ref frame, a[0], call, largest: true)),
        new("min", "$min(numbers)", 1, [Parameter.Numbers], (ref frame, in a, call) => Extreme(ref frame, a[0], call, largest: false)),
    ];

    private static Value Split(ref Frame frame, in Arguments arguments, Call call)
    {
        if (arguments[0].IsMissing)
        {
            return arguments[0];
        }

        if (arguments[1].IsMissing)
        {
            return call.Arguments[1].Place.Fail($"'{call.Arguments[1].Place.Text}' is missing, and $split needs what stands between the parts. Write it as a text: ','.");
        }

        arguments[2].TryNumber(out var limit);
        if (limit < 0)
        {
            return call.Arguments[2].Place.Fail("$split cannot give fewer than 0 parts. Write how many you want.");
        }

        var most = arguments[2].IsMissing ? int.MaxValue : (int)Math.Min(limit, Limits.Items);
        var text = arguments[0].Text;
        return frame.Spend(text.Length) ? Parts(text, arguments[1].Text, most, call.Place) : call.Place.TooMuchWork();
    }

    private static Value Parts(string text, string separator, int most, Place place)
    {
        var parts = new Sequence(collapses: false);
        var start = 0;
        while (parts.Items.Count < most)
        {
            var end = separator.Length > 0 ? text.IndexOf(separator, start, StringComparison.Ordinal)
                : start + 1 < text.Length ? start + 1
                : -1;
            if (end < 0)
            {
                // Nothing between nothing: an empty text has no characters.
                return separator.Length == 0 && text.Length == 0 || parts.TryAdd(Value.Of(text[start..])) ? Value.Of(parts) : place.TooManyItems();
            }

            if (!parts.TryAdd(Value.Of(text[start..end])))
            {
                return place.TooManyItems();
            }

            start = end + separator.Length;
        }

        return Value.Of(parts);
    }

    private static Value Join(ref Frame frame, in Arguments arguments, Call call)
    {
        if (arguments[0].IsMissing)
        {
            return arguments[0];
        }

        var separator = arguments[1].IsMissing ? "" : arguments[1].Text;
        var joined = new System.Text.StringBuilder();
        var first = true;
        foreach (var item in Items.Of(arguments[0]))
        {
            joined.Append(first ? "" : separator).Append(item.Text);
            first = false;
            if (joined.Length > Limits.Characters)
            {
                return call.Place.TooLongText();
            }

            if (!frame.Spend(separator.Length))
            {
                return call.Place.TooMuchWork();
            }
        }

        return frame.Spend(joined.Length) ? Value.Of(joined.ToString()) : call.Place.TooMuchWork();
    }

    private static Value Sum(ref Frame frame, in Value numbers, Call call)
    {
        if (numbers.IsMissing)
        {
            return numbers;
        }

        var sum = 0m;
        foreach (var item in Items.Of(numbers))
        {
            if (!frame.Spend())
            {
                return call.Place.TooMuchWork();
            }

            item.TryNumber(out var number);
            try
            {
                sum += number;
            }
            catch (OverflowException)
            {
                return call.Place.OutOfRange();
            }
        }

        return Value.Of(sum);
    }

    private static Value Extreme(ref Frame frame, in Value numbers, Call call, bool largest)
    {
        decimal? extreme = null;
        if (numbers.IsMissing)
        {
            return numbers;
        }

        foreach (var item in Items.Of(numbers))
        {
            if (!frame.Spend())
            {
                return call.Place.TooMuchWork();
            }

            item.TryNumber(out var number);
            extreme = extreme is { } known && (largest ? known >= number : known <= number) ? known : number;
        }

        return extreme is { } found ? Value.Of(found) : Value.Missing;
    }
}
