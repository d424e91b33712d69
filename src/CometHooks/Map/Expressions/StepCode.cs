namespace CometHooks.Map.Expressions;

/// <summary>One step of a path, evaluated for each value of the step before.</summary>
internal sealed class StepCode(Step step, Place path, bool isLast)
{
    private readonly Evaluator _code = step.Name is { } name
        ? (ref frame, in context) => Lookup.ByName(ref frame, context, name, path)
        : Compiler.Compile(step.Expression!);

    private readonly Evaluator[] _filters = [.. step.Filters.Select(FilterCompiler.Compile)];

    /// <summary>Nothing, one value, or a list for the next step; a failure.</summary>
    public Value Run(ref Frame frame, Items inputs)
    {
        var only = Value.Missing;
        var results = 0;
        Sequence? joined = null;
        foreach (var input in inputs)
        {
            var result = Evaluate(ref frame, input);
            if (result.IsFailed)
            {
                return result;
            }

            // A filter gives a list, if an empty one, so that what stands beside it is joined with it.
            results += result.IsMissing && _filters.Length == 0 ? 0 : 1;
            if (result.IsMissing)
            {
                continue;
            }

            if (joined is null && only.IsMissing)
            {
                only = result;
                continue;
            }

            joined ??= StartWith(only);
            if (!joined.TryAddFlat(result))
            {
                return path.TooManyItems();
            }
        }

        return joined is not null ? Value.Of(joined) : Only(only, results);
    }

    private Value Evaluate(ref Frame frame, in Value input)
    {
        if (!frame.Spend())
        {
            return path.TooMuchWork();
        }

        var result = _code(ref frame, input);
        foreach (var filter in _filters)
        {
            if (result.IsFailed)
            {
                return result;
            }

            result = filter(ref frame, result);
        }

        return result;
    }

    // A list that is the last step's only result stays the list it is, even with one item or none.
    private Value Only(in Value only, int results)
    {
        if (!only.IsList || (isLast && results == 1) || only.Sequence is { Collapses: true })
        {
            return only;
        }

        return Items.Of(only).Count == 0 ? Value.Missing
            : isLast ? Sequence.Settle(Value.Of(StartWith(only)))
            : only;
    }

    private static Sequence StartWith(in Value first)
    {
        var sequence = new Sequence(collapses: true);
        sequence.TryAddFlat(first);
        return sequence;
    }
}
