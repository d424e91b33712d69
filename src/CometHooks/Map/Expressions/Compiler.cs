namespace CometHooks.Map.Expressions;

/// <summary>Turns parsed expressions into closures.</summary>
internal static class Compiler
{
    public static Evaluator Compile(Node node) => node switch
    {
        Constant constant => (ref _, in _) => constant.Value,
        Steps steps => PathCompiler.Compile(steps),
        Filtered filtered => Filtered(filtered),
        Root root => Root(root),
        Member { IsEvent: true } member => (ref frame, in _) => Value.OfMember(frame.Input.Event?[member.Name]),
        Member member => (ref frame, in _) => Value.OfMember(frame.Input.Facts?[member.Name]),
        Group group => Compile(group.Inner),
        Negation negation => Negation(negation),
        Condition condition => Condition(condition),
        Fallback fallback => Fallback(fallback),
        Binary binary => OperatorCompiler.Compile(binary),
        ListNode list => List(list),
        Call call => CallCompiler.Compile(call),
        _ => throw new InvalidOperationException($"no code for {node.GetType().Name}"),
    };

    private static Evaluator Root(Root root) => (ref frame, in context) =>
    {
        var value = root.Kind switch
        {
            RootKind.Payload => Value.Of(frame.Input.Payload),
            RootKind.Body => Value.Of(frame.Input.Body),
            _ => context.Sequence is { IsPayload: true } payload ? payload.Items[0] : context,
        };
        return frame.Spend(Size.OfRead(value)) ? value : root.Place.TooMuchWork();
    };

    private static Evaluator Filtered(Filtered node)
    {
        var source = Compile(node.Source);
        var filters = node.Filters.Select(FilterCompiler.Compile).ToArray();
        return (ref frame, in context) =>
        {
            var value = source(ref frame, context);
            foreach (var filter in filters)
            {
                if (value.IsFailed)
                {
                    return value;
                }

                value = filter(ref frame, value);
            }

            return Sequence.Settle(value);
        };
    }

    private static Evaluator Negation(Negation node)
    {
        var operand = Compile(node.Operand);
        return (ref frame, in context) =>
        {
            var value = operand(ref frame, context);
            return value.IsFailed ? value : Arithmetic.Negate(value, node);
        };
    }

    private static Evaluator Condition(Condition node)
    {
        var test = Compile(node.Test);
        var then = Compile(node.Then);
        var otherwise = node.Else is null ? null : Compile(node.Else);
        return (ref frame, in context) =>
        {
            var value = test(ref frame, context);
            return value.IsFailed ? value
                : Truth.Of(value) ? then(ref frame, context)
                : otherwise is null ? Value.Missing
                : otherwise(ref frame, context);
        };
    }

    private static Evaluator Fallback(Fallback node)
    {
        var first = Compile(node.First);
        var other = Compile(node.Other);
        return (ref frame, in context) =>
        {
            var value = first(ref frame, context);
            var wanting = node.WhereFalse ? !Truth.Of(value) : value.Kind is ValueKind.Missing or ValueKind.Null;
            return wanting && !value.IsFailed ? other(ref frame, context) : value;
        };
    }

    private static Evaluator List(ListNode node)
    {
        var items = node.Items.Select(item => (Code: Compile(item), Nests: item is ListNode)).ToArray();
        return (ref frame, in context) =>
        {
            var list = new Sequence(collapses: false);
            foreach (var (code, nests) in items)
            {
                var value = code(ref frame, context);
                if (value.IsFailed)
                {
                    return value;
                }

                if (!value.IsMissing && !(nests ? list.TryAdd(value) : list.TryAddFlat(value)))
                {
                    return node.Place.TooManyItems();
                }
            }

            return Value.Of(list);
        };
    }
}
