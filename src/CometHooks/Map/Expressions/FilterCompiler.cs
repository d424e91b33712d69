namespace CometHooks.Map.Expressions;

/// <summary>Indexes and conditions in brackets. The result is not settled yet: the path that holds the filter does that.</summary>
internal static class FilterCompiler
{
    public static Evaluator Compile(Filter filter) =>
        FixedIndex(filter) is { } index ? (ref frame, in value) => At(ref frame, value, index, filter) : Where(filter);

    /// <summary>The index, where it is written as a number.</summary>
    public static int? FixedIndex(Filter filter) =>
        filter.Condition is Constant { Value.Kind: ValueKind.Number } constant && constant.Value.TryNumber(out var number)
            ? Whole(number)
            : null;

    private static Value At(ref Frame frame, in Value value, int index, Filter filter)
    {
        var items = Items.Of(value);
        var at = index < 0 ? items.Count + index : index;
        return at < 0 || at >= items.Count ? Value.Missing
            : frame.SpendAll(at) ? items.At(at)
            : filter.Place.TooMuchWork();
    }

    private static Evaluator Where(Filter filter)
    {
        var condition = Compiler.Compile(filter.Condition);
        return (ref frame, in value) =>
        {
            var items = Items.Of(value);
            var index = 0;
            var only = Value.Missing;
            Sequence? kept = null;
            foreach (var item in items)
            {
                var answer = condition(ref frame, item);
                if (answer.IsFailed)
                {
                    return answer;
                }

                if (!frame.Spend())
                {
                    return filter.Place.TooMuchWork();
                }

                for (var times = Times(answer, index++, items.Count); times > 0; times--)
                {
                    if (kept is null && only.IsMissing && !item.IsList && !item.IsMissing)
                    {
                        only = item;
                        continue;
                    }

                    kept ??= StartWith(only);
                    if (!kept.TryAdd(item))
                    {
                        return filter.Place.TooManyItems();
                    }
                }
            }

            return kept is null ? only : Value.Of(kept);
        };
    }

    /// <summary>How often an item is kept: numbers are indexes, and a list of them may name an item twice.</summary>
    private static int Times(in Value answer, int index, int count)
    {
        if (answer.Kind == ValueKind.Number)
        {
            return IsIndex(answer, index, count) ? 1 : 0;
        }

        if (!answer.IsList)
        {
            return Truth.Of(answer) ? 1 : 0;
        }

        var times = 0;
        foreach (var item in Items.Of(answer))
        {
            if (item.Kind != ValueKind.Number)
            {
                return Truth.Of(answer) ? 1 : 0;
            }

            times += IsIndex(item, index, count) ? 1 : 0;
        }

        return times;
    }

    private static bool IsIndex(in Value number, int index, int count)
    {
        if (!number.TryNumber(out var value))
        {
            return false;
        }

        var at = Whole(value);
        return (at < 0 ? count + at : at) == index;
    }

    private static int Whole(decimal number) => (int)Math.Clamp(decimal.Floor(number), int.MinValue / 2, int.MaxValue / 2);

    private static Sequence StartWith(in Value only)
    {
        var kept = new Sequence(collapses: true);
        if (!only.IsMissing)
        {
            kept.TryAdd(only);
        }

        return kept;
    }
}
