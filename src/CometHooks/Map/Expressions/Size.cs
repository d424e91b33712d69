namespace CometHooks.Map.Expressions;

/// <summary>
/// How much there is to look at in a value, in bytes or characters. A list or an object is paid for where a path reads it:
/// whatever is then done with it looks at it once. A text is paid for where it is used, as most texts only pass through.
/// </summary>
internal static class Size
{
    private const int Most = int.MaxValue / 2;

    public static int OfRead(in Value value) => value.Kind is ValueKind.List or ValueKind.Object ? Of(value) : 0;

    public static int OfText(in Value value) => value.Kind == ValueKind.Text ? Of(value) : 0;

    private static int Of(in Value value)
    {
        if (value.Sequence is not { } made)
        {
            return value.RawLength;
        }

        var sum = (long)made.Items.Count;
        foreach (var item in made.Items)
        {
            sum = Math.Min(sum + OfRead(item), Most);
        }

        return (int)sum;
    }
}
