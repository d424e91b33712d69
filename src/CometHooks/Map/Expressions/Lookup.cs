namespace CometHooks.Map.Expressions;

/// <summary>A member of an object, or of each object in a list.</summary>
internal static class Lookup
{
    public static Value ByName(ref Frame frame, in Value value, string name, Place place) => Sequence.Settle(Find(ref frame, value, name, place));

    private static Value Find(ref Frame frame, in Value value, string name, Place place)
    {
        if (value.Kind == ValueKind.Object)
        {
            var element = value.Element;
            return !frame.Spend(element.GetPropertyCount()) ? place.TooMuchWork()
                : element.TryGetProperty(name, out var found) ? Value.Of(found)
                : Value.Missing;
        }

        if (!value.IsList)
        {
            return Value.Missing;
        }

        var all = new Sequence(collapses: true);
        foreach (var item in Items.Of(value))
        {
            if (!frame.Spend())
            {
                return place.TooMuchWork();
            }

            var found = Find(ref frame, item, name, place);
            if (found.IsFailed)
            {
                return found;
            }

            if (!found.IsMissing && !all.TryAddFlat(found))
            {
                return place.TooManyItems();
            }
        }

        return Value.Of(all);
    }
}
