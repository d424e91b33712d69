namespace CometHooks.Map.Expressions;

/// <summary>Operators between two values.</summary>
internal static class OperatorCompiler
{
    public static Evaluator Compile(Binary node)
    {
        var left = Compiler.Compile(node.Left);
        var right = Compiler.Compile(node.Right);
        return node.Operator switch
        {
            "and" or "or" => Logic(left, right, stopsAt: node.Operator == "or"),
            "&" => Join(left, right, node),
            "=" or "!=" => Both(left, right, node, (ref _, in a, in b) => Comparison.AreEqual(a, b, node.Operator == "=", node)),
            "in" => Both(left, right, node, (ref frame, in a, in b) => Comparison.IsIn(ref frame, a, b, node)),
            "<" or "<=" or ">" or ">=" => Both(left, right, node, (ref _, in a, in b) => Comparison.Order(a, b, node)),
            _ => Both(left, right, node, (ref _, in a, in b) => Arithmetic.Of(a, b, node)),
        };
    }

    private delegate Value Operation(ref Frame frame, in Value left, in Value right);

    private static Evaluator Logic(Evaluator left, Evaluator right, bool stopsAt) => (ref frame, in context) =>
    {
        var value = left(ref frame, context);
        if (value.IsFailed)
        {
            return value;
        }

        if (Truth.Of(value) == stopsAt)
        {
            return Value.Of(stopsAt);
        }

        value = right(ref frame, context);
        return value.IsFailed ? value : Value.Of(Truth.Of(value));
    };

    private static Evaluator Both(Evaluator left, Evaluator right, Binary node, Operation operation) => (ref frame, in context) =>
    {
        var a = left(ref frame, context);
        if (a.IsFailed)
        {
            return a;
        }

        var b = right(ref frame, context);
        return b.IsFailed ? b
            : frame.Spend(Size.OfText(a) + Size.OfText(b)) ? operation(ref frame, a, b)
            : node.Place.TooMuchWork();
    };

    private static Evaluator Join(Evaluator left, Evaluator right, Binary node)
    {
        return Both(left, right, node, (ref frame, in a, in b) =>
        {
            if (a.IsList || b.IsList)
            {
                return a.IsList ? Comparison.Several(a, node.Left, "'&' joins one") : Comparison.Several(b, node.Right, "'&' joins one");
            }

            var start = TextForm.Of(a, node.Left.Place);
            var end = TextForm.Of(b, node.Right.Place);
            if (start.IsFailed || end.IsFailed)
            {
                return start.IsFailed ? start : end;
            }

            var (first, second) = (start.Text, end.Text);
            return first.Length + second.Length > Limits.Characters ? node.Place.TooLongText()
                : frame.Spend(first.Length + second.Length) ? Value.Of(string.Concat(first, second))
                : node.Place.TooMuchWork();
        });
    }
}
