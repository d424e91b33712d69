using System.Text;
using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>
/// Paths. One that meets no list on its way, or a list with an index, is a walk over the payload without any allocation;
/// the rest goes by JSONata's rules: each step is evaluated for each value of the one before, and lists are joined.
/// </summary>
internal static class PathCompiler
{
    public static Evaluator Compile(Steps path)
    {
        var general = General(path);
        return Straight(path, general) ?? general;
    }

    /// <summary>The walk along names and fixed indexes; null where the path has other steps. At a list without an index it leaves the path to the general way.</summary>
    private static Evaluator? Straight(Steps path, Evaluator general)
    {
        var start = path.All[0] is { Name: null, Expression: Root root, Filters: [] } ? root : null;
        var steps = path.All.Skip(start is null ? 0 : 1)
            .Select(step => (step.Name, Index: step.Filters is [var only] ? FilterCompiler.FixedIndex(only) : null, Filters: step.Filters.Count))
            .ToList();
        if (steps.Exists(step => step.Name is null || step.Filters > (step.Index is null ? 0 : 1)))
        {
            return null;
        }

        var names = steps.Select(step => Encoding.UTF8.GetBytes(step.Name!)).ToArray();
        var indexes = steps.Select(step => step.Index).ToArray();
        var place = path.Place;
        return (ref frame, in context) =>
        {
            var element = start?.Kind switch
            {
                RootKind.Payload => frame.Input.Payload,
                RootKind.Body => frame.Input.Body,
                _ => context.Element,
            };
            if (element.ValueKind == JsonValueKind.Undefined)
            {
                return context.IsList ? general(ref frame, context) : Value.Missing;
            }

            var seen = start is null ? context.Seen : null;
            for (var i = 0; i < names.Length; i++, seen = null)
            {
                if (element.ValueKind != JsonValueKind.Object)
                {
                    return element.ValueKind == JsonValueKind.Array ? general(ref frame, context) : Value.Missing;
                }

                if (!frame.Spend(element.GetPropertyCount()))
                {
                    return place.TooMuchWork();
                }

                if (!(seen?.TryFind(element, names[i], out element) ?? element.TryGetProperty(names[i], out element)))
                {
                    return Value.Missing;
                }

                if (indexes[i] is { } index && !TryIndex(ref frame, ref element, index, place, out var end))
                {
                    return end;
                }
            }

            var value = Value.Of(element);
            return frame.Spend(Size.OfRead(value)) ? value : place.TooMuchWork();
        };
    }

    /// <summary>False: the path ends here, with nothing or a failure.</summary>
    private static bool TryIndex(ref Frame frame, ref JsonElement element, int index, Place place, out Value value)
    {
        value = Value.Missing;
        if (element.ValueKind != JsonValueKind.Array)
        {
            // One value is a list of one.
            return index is 0 or -1;
        }

        var count = element.GetArrayLength();
        var at = index < 0 ? count + index : index;
        if (at < 0 || at >= count)
        {
            return false;
        }

        if (!frame.SpendAll(at))
        {
            value = place.TooMuchWork();
            return false;
        }

        element = element[at];
        return true;
    }

    private static Evaluator General(Steps path)
    {
        var steps = path.All.Select((step, i) => new StepCode(step, path.Place, isLast: i == path.All.Count - 1)).ToArray();
        var isAbsolute = path.All[0] is { Expression: Root or Member } or { Expression: Filtered { Source: Root or Member } };
        return (ref frame, in context) =>
        {
            // A list in front of a relative path is entered item by item; an absolute path asks for its start once.
            var items = isAbsolute ? Items.One(context) : Items.Of(context);
            var value = Value.Missing;
            foreach (var step in steps)
            {
                value = step.Run(ref frame, items);
                if (value.IsMissing || value.IsFailed)
                {
                    return value;
                }

                items = Items.Of(value);
            }

            value = Sequence.Settle(value);
            return frame.Spend(Size.OfRead(value)) ? value : path.Place.TooMuchWork();
        };
    }
}
