namespace CometHooks.Map.Expressions;

/// <summary>JSONata's idea of true.</summary>
internal static class Truth
{
    public static bool Of(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                return value.Boolean;
            case ValueKind.Text:
                return !value.TextEquals(Value.Of(""));
            case ValueKind.Number:
                // A number that does not fit a decimal is not zero.
                return !value.TryNumber(out var number) || number != 0;
            case ValueKind.Object:
                return value.Element.GetPropertyCount() > 0;
            case ValueKind.List:
                foreach (var item in Items.Of(value))
                {
                    if (Of(item))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
