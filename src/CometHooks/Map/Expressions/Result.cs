namespace CometHooks.Map.Expressions;

/// <summary>Values as the mapper takes them: decoded, and no larger than what an expression may make.</summary>
internal static class Result
{
    public static Evaluation Of(in Value value, Place whole)
    {
        if (value.IsFailed)
        {
            return new Evaluation(null, value.Error);
        }

        var room = Limits.Items;
        var plain = Plain(value, ref room, out var tooLarge);
        return room < 0 ? new Evaluation(null, whole.TooManyItems().Error)
            : tooLarge ? new Evaluation(null, whole.OutOfRange().Error)
            : new Evaluation(plain, null);
    }

    private static object? Plain(in Value value, ref int room, out bool tooLarge)
    {
        tooLarge = false;
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                return value.Made;
            case ValueKind.Text:
                return value.Text;
            case ValueKind.Number:
                tooLarge = !value.TryNumber(out var number);
                return value.Made ?? number;
            case ValueKind.Object:
                return value.Element;
            case ValueKind.List:
                return List(value, ref room, out tooLarge);
            default:
                return null;
        }
    }

    private static List<object?> List(in Value value, ref int room, out bool tooLarge)
    {
        var list = new List<object?>();
        tooLarge = false;
        foreach (var item in Items.Of(value))
        {
            if (--room < 0 || tooLarge)
            {
                break;
            }

            list.Add(Plain(item, ref room, out tooLarge));
        }

        return list;
    }
}
