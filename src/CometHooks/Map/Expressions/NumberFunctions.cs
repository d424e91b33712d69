namespace CometHooks.Map.Expressions;

/// <summary>Functions of one number.</summary>
internal static class NumberFunctions
{
    private const int MostPlaces = 28;

    public static IReadOnlyList<Function> All { get; } =
    [
        new("abs", "$abs(number)", 1, [Parameter.Number], (ref _, in a, _) => Change(a[0], Math.Abs)),
        new("floor", "$floor(number)", 1, [Parameter.Number], (ref _, in a, _) => Change(a[0], decimal.Floor)),
        new("ceil", "$ceil(number)", 1, [Parameter.Number], (ref _, in a, _) => Change(a[0], decimal.Ceiling)),
        new("round", "$round(number, places)", 1, [Parameter.Number, Parameter.Number], (ref _, in a, call) => Round(a[0], a[1], call)),
    ];

    private static Value Change(in Value value, Func<decimal, decimal> change)
    {
        if (value.IsMissing)
        {
            return value;
        }

        value.TryNumber(out var number);
        return Value.Of(change(number));
    }

    /// <summary>Half to even, as in JSONata; fewer than no places rounds to tens, hundreds and so on.</summary>
    private static Value Round(in Value value, in Value precision, Call call)
    {
        if (value.IsMissing)
        {
            return value;
        }

        value.TryNumber(out var number);
        precision.TryNumber(out var places);
        if (places != decimal.Truncate(places) || places is < -MostPlaces or > MostPlaces)
        {
            return call.Arguments[1].Place.Fail($"$round takes whole places from -{MostPlaces} to {MostPlaces}. Write 2 for cents.");
        }

        if (places >= 0)
        {
            return Value.Of(Math.Round(number, (int)places, MidpointRounding.ToEven));
        }

        var unit = 1m;
        for (var i = 0; i < -places; i++)
        {
            unit *= 10;
        }

        var units = decimal.Truncate(number / unit);
        var rest = Math.Abs(number - (units * unit));
        var half = unit / 2;
        var away = rest > half || (rest == half && units % 2 != 0);
        try
        {
            return Value.Of((units + (away ? Math.Sign(number) : 0)) * unit);
        }
        catch (OverflowException)
        {
            return call.Place.OutOfRange();
        }
    }
}
