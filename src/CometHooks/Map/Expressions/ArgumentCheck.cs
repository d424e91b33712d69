namespace CometHooks.Map.Expressions;

/// <summary>Whether a function can take a value; JSONata's signatures.</summary>
internal static class ArgumentCheck
{
    /// <summary>The value, or a failure that says how to turn it into what is wanted.</summary>
    public static Value Of(in Value value, Parameter wanted, Call call, int index)
    {
        var place = call.Arguments[index].Place;
        switch (wanted)
        {
            case Parameter.Text or Parameter.TextOrNull when value.Kind == ValueKind.Text:
            case Parameter.Scalar when value.Kind is ValueKind.Text or ValueKind.Boolean:
            case Parameter.Any:
                return value;
            case Parameter.Number or Parameter.NumberOrNull or Parameter.Scalar when value.Kind == ValueKind.Number:
                return value.TryNumber(out var number) ? Value.Of(number) : place.OutOfRange();
            case Parameter.Texts:
                return Each(value, ValueKind.Text, "texts", call, place);
            case Parameter.Numbers:
                return Each(value, ValueKind.Number, "numbers", call, place);
            case Parameter.TextOrNull or Parameter.NumberOrNull when value.Kind == ValueKind.Null:
                return Value.Missing;
            default:
                return value.IsMissing ? value : Wrong(value, wanted is Parameter.Number or Parameter.NumberOrNull, call, place);
        }
    }

    private static Value Each(in Value value, ValueKind kind, string wanted, Call call, Place place)
    {
        if (value.IsMissing)
        {
            return value;
        }

        foreach (var item in Items.Of(value))
        {
            if (item.Kind != kind)
            {
                return place.Fail($"'{place.Text}' holds a value that does not belong to {wanted}, and ${call.Function.Name} takes {wanted}. Leave it out with a condition between brackets: [$type($) = '{(kind == ValueKind.Text ? "string" : "number")}'].");
            }

            if (!item.TryNumber(out _))
            {
                return place.OutOfRange();
            }
        }

        return value;
    }

    private static Value Wrong(in Value value, bool wantsNumber, Call call, Place place)
    {
        var wanted = wantsNumber ? "a number" : call.Function.Parameters[0] == Parameter.Scalar ? "a text, a number or a boolean" : "a text";
        var name = call.Function.Name;
        return value.Kind switch
        {
            ValueKind.List => Comparison.Several(value, place, $"${name} takes one value"),
            ValueKind.Null => place.Fail($"'{place.Text}' is null, and ${name} takes {wanted}. Write {place.Text} ? {call.Place.Text}, or ({place.Text} ?? …) with what null stands for."),
            ValueKind.Text => place.Fail($"'{place.Text}' is a text, and ${name} takes a number. Write $number({place.Text})."),
            ValueKind.Number or ValueKind.Boolean when !wantsNumber => place.Fail($"'{place.Text}' is no text, and ${name} takes {wanted}. Write $string({place.Text})."),
            ValueKind.Boolean => place.Fail($"'{place.Text}' is true or false, and ${name} takes a number. Write $number({place.Text})."),
            _ => place.Fail($"'{place.Text}' is an object, and ${name} takes {wanted}. Write a path that leads into it."),
        };
    }
}
