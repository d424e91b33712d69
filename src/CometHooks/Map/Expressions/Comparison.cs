using System.Runtime.InteropServices;
using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>
/// Equality, order and membership. Where JSONata quietly says false to a list against one value, or to text against a
/// number, this language stops and says what to write: in a rule about money the quiet answer is the expensive one.
/// </summary>
internal static class Comparison
{
    public static Value AreEqual(in Value left, in Value right, bool wanted, Binary node)
    {
        if (left.IsMissing || right.IsMissing)
        {
            return Value.False;
        }

        if (left.Kind == right.Kind && left.Kind != ValueKind.Number)
        {
            return Value.Of(DeepEquals(left, right) == wanted);
        }

        if (TryNumbers(left, right, out var a, out var b))
        {
            return Value.Of(a == b == wanted);
        }

        return Mismatch(left, right, node) ?? IsOutOfRange(left, right, node) ?? Value.Of(!wanted);
    }

    public static Value Order(in Value left, in Value right, Binary node)
    {
        if (TryNumbers(left, right, out var a, out var b))
        {
            return Ordered(a.CompareTo(b), node);
        }

        if (NotOrdered(left, node.Left, node) is { } wrongLeft)
        {
            return wrongLeft;
        }

        if (NotOrdered(right, node.Right, node) is { } wrongRight)
        {
            return wrongRight;
        }

        if (left.IsMissing || right.IsMissing)
        {
            return Value.Missing;
        }

        return Mismatch(left, right, node) ?? IsOutOfRange(left, right, node) ?? Ordered(string.CompareOrdinal(left.Text, right.Text), node);
    }

    private static Value Ordered(int order, Binary node) =>
        Value.Of(node.Operator switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 });

    private static bool TryNumbers(in Value left, in Value right, out decimal a, out decimal b)
    {
        (a, b) = (0, 0);
        return left.Kind == ValueKind.Number && right.Kind == ValueKind.Number && left.TryNumber(out a) && right.TryNumber(out b);
    }

    public static Value IsIn(ref Frame frame, in Value value, in Value list, Binary node)
    {
        if (value.IsMissing || list.IsMissing)
        {
            return Value.False;
        }

        if (value.IsList)
        {
            return Several(value, node.Left, "'in' looks for one");
        }

        var mixed = false;
        var wanted = value.Kind == ValueKind.Text ? Value.Of(value.Text) : value;
        foreach (var item in Items.Of(list))
        {
            if (!frame.Spend())
            {
                return node.Place.TooMuchWork();
            }

            mixed |= AreTextAndNumber(wanted, item);
            if (item.Kind == value.Kind && (value.Kind == ValueKind.Object ? AreSamePiece(value, item) : DeepEquals(wanted, item)))
            {
                return Value.True;
            }
        }

        return mixed ? TextAndNumber(value, node) : Value.False;
    }

    public static bool DeepEquals(in Value left, in Value right)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case ValueKind.Boolean:
                return left.Boolean == right.Boolean;
            case ValueKind.Number:
                return left.TryNumber(out var a) && right.TryNumber(out var b) && a == b;
            case ValueKind.Text:
                return left.TextEquals(right);
            case ValueKind.Object:
                return JsonElement.DeepEquals(left.Element, right.Element);
            case ValueKind.List:
                var (ours, theirs) = (Items.Of(left), Items.Of(right));
                var (one, other) = (ours.GetEnumerator(), theirs.GetEnumerator());
                while (one.MoveNext() && other.MoveNext())
                {
                    if (!DeepEquals(one.Current, other.Current))
                    {
                        return false;
                    }
                }

                return ours.Count == theirs.Count;
            default:
                return true;
        }
    }

    public static Value Several(in Value list, Node node, string wanted) => Several(list, node.Place, wanted);

    /// <summary>A list where one value is needed.</summary>
    public static Value Several(in Value list, Place place, string wanted) =>
        place.Fail($"'{place.Text}' is a list of {Items.Of(list).Count}, and {wanted}. Write {place.First} for the first, or a condition between the brackets.");

    private static Value? Mismatch(in Value left, in Value right, Binary node) =>
        left.IsList && IsOne(right) ? Several(left, node.Left, $"'{node.Operator}' compares one value")
        : right.IsList && IsOne(left) ? Several(right, node.Right, $"'{node.Operator}' compares one value")
        : AreTextAndNumber(left, right) ? TextAndNumber(left, node)
        : null;

    private static Value? NotOrdered(in Value value, Node operand, Binary node) => value.Kind switch
    {
        ValueKind.Missing or ValueKind.Text or ValueKind.Number => null,
        ValueKind.List => Several(value, operand, $"'{node.Operator}' compares one value"),
        ValueKind.Null => operand.Place.Fail($"'{operand.Place.Text}' is null, and '{node.Operator}' compares numbers or texts. Write ({operand.Place.Text} ?? 0), or whatever null stands for."),
        _ => operand.Place.Fail($"'{operand.Place.Text}' is neither a number nor a text, and '{node.Operator}' compares these. Write '=' to compare it."),
    };

    private static Value? IsOutOfRange(in Value left, in Value right, Binary node) =>
        left.Kind == ValueKind.Number && !left.TryNumber(out _) ? node.Left.Place.OutOfRange()
        : right.Kind == ValueKind.Number && !right.TryNumber(out _) ? node.Right.Place.OutOfRange()
        : null;

    // 'in' looks for the very object, as in JSONata.
    private static bool AreSamePiece(in Value left, in Value right) =>
        JsonMarshal.GetRawUtf8Value(left.Element) == JsonMarshal.GetRawUtf8Value(right.Element);

    private static bool IsOne(in Value value) => value.Kind is not (ValueKind.List or ValueKind.Object);

    private static bool AreTextAndNumber(in Value left, in Value right) =>
        (left.Kind, right.Kind) is (ValueKind.Text, ValueKind.Number) or (ValueKind.Number, ValueKind.Text);

    private static Value TextAndNumber(in Value left, Binary node)
    {
        var text = (left.Kind == ValueKind.Text ? node.Left : node.Right).Place.Text;
        return node.Operator == "in"
            ? node.Place.Fail($"'{node.Place.Text}' compares a text with a number. Write $number(…) or $string(…) around '{node.Left.Place.Text}'.")
            : node.Place.Fail($"'{node.Place.Text}' compares a text with a number. Write $number({text}).");
    }
}
