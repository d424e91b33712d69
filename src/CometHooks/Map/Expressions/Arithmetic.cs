namespace CometHooks.Map.Expressions;

/// <summary>Exact decimals. Something missing makes the result missing, as in JSONata.</summary>
internal static class Arithmetic
{
    public static Value Of(in Value left, in Value right, Binary node)
    {
        if (NotANumber(left, node.Left.Place, node.Operator) is { } wrongLeft)
        {
            return wrongLeft;
        }

        if (NotANumber(right, node.Right.Place, node.Operator) is { } wrongRight)
        {
            return wrongRight;
        }

        if (left.IsMissing || right.IsMissing)
        {
            return Value.Missing;
        }

        left.TryNumber(out var a);
        right.TryNumber(out var b);
        if (b == 0 && node.Operator is "/" or "%")
        {
            return node.Right.Place.Fail($"'{node.Right.Place.Text}' is 0, and nothing can be divided by 0. Write a condition: {node.Right.Place.Text} = 0 ? 0 : {node.Place.Text}.");
        }

        try
        {
            return Value.Of(node.Operator switch { "+" => a + b, "-" => a - b, "*" => a * b, "/" => a / b, _ => a % b });
        }
        catch (OverflowException)
        {
            // The only way to learn it: decimals have no checked operations that answer.
            return node.Place.Fail($"the result of '{node.Place.Text}' has more than 28 digits. Write a smaller number.");
        }
    }

    public static Value Negate(in Value value, Negation node) =>
        NotANumber(value, node.Operand.Place, "-") is { } wrong ? wrong
        : value.IsMissing ? value
        : value.TryNumber(out var number) ? Value.Of(-number)
        : node.Operand.Place.OutOfRange();

    /// <summary>Why this is no number to calculate with; null: it is one, or missing.</summary>
    private static Value? NotANumber(in Value value, Place place, string symbol) => value.Kind switch
    {
        ValueKind.Missing => null,
        ValueKind.Number => value.TryNumber(out _) ? null : place.OutOfRange(),
        ValueKind.Text => place.Fail($"'{place.Text}' is a text, and '{symbol}' calculates with numbers. Write $number({place.Text}){(symbol == "+" ? ", or '&' to join texts" : "")}."),
        ValueKind.List => Comparison.Several(value, place, $"'{symbol}' calculates with one"),
        ValueKind.Null => place.Fail($"'{place.Text}' is null, and '{symbol}' calculates with numbers. Write ({place.Text} ?? 0), or whatever null stands for."),
        _ => place.Fail($"'{place.Text}' is no number, and '{symbol}' calculates with numbers. Write a path that leads to one."),
    };
}
