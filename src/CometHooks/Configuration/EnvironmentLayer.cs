using System.Globalization;

namespace CometHooks.Configuration;

/// <summary>
/// Lays environment variables over the file. A variable's name is the option's path with two underscores between the
/// steps: <c>Endpoints__stripe__Secrets__0</c>, <c>Destinations__main__per_minute</c>. Case does not matter, nor do
/// single underscores, because shells and container tools differ in what they allow.
/// </summary>
internal static class EnvironmentLayer
{
    private const string Step = "__";

    /// <summary>Changes the tree; a variable that starts like a path of ours and leads nowhere is a problem.</summary>
    public static void Apply(Setting root, IReadOnlyDictionary<string, string> environment, ICollection<Problem> problems)
    {
        // Items are appended in the order of their numbers, the tenth after the second.
        foreach (var (name, value) in environment.OrderBy(x => InOrder(x.Key), StringComparer.Ordinal))
        {
            var steps = name.Split(Step);
            if (OptionKey.Of(typeof(HubOptions)).FirstOrDefault(key => Same(key.Name, steps[0])) is { } section
                && (steps.Length > 1 || section.Property.PropertyType == typeof(string)))
            {
                Set(root, typeof(HubOptions), steps, new Setting(Place.OfVariable(name)) { Text = value, Literal = true }, problems);
            }
        }
    }

    private static void Set(Setting parent, Type type, ArraySegment<string> steps, Setting value, ICollection<Problem> problems)
    {
        if (OptionKey.ItemType(type) is { } itemType)
        {
            SetItem(parent, itemType, steps, value, problems);
            return;
        }

        if (parent.Fields is not { } fields)
        {
            // The file has another shape here, which the binder reports.
            return;
        }

        string name;
        Type childType;
        if (OptionKey.EntryType(type) is { } entryType)
        {
            name = FindName(fields, steps[0]) ?? steps[0].ToLowerInvariant();
            childType = entryType;
        }
        else if (OptionKey.Of(type).FirstOrDefault(key => Same(key.Name, steps[0])) is { } key)
        {
            name = key.Name;
            childType = key.Property.PropertyType;
        }
        else
        {
            problems.Add(value.Place.Problem($"leads to no setting: '{steps[0]}' is not known there.{NearestName.Hint(steps[0], OptionKey.Of(type).Select(x => x.Name))}"));
            return;
        }

        var isLeaf = !OptionKey.IsGroup(childType) && OptionKey.EntryType(childType) is null && OptionKey.ItemType(childType) is null;
        if (isLeaf != (steps.Count == 1))
        {
            problems.Add(value.Place.Problem(isLeaf ? $"goes too deep: '{name}' is a single value." : $"stops too early: '{name}' is not a single value."));
        }
        else if (isLeaf)
        {
            fields[name] = value;
        }
        else
        {
            if (!fields.TryGetValue(name, out var child) || child.IsEmpty)
            {
                fields[name] = child = OptionKey.ItemType(childType) is not null
                    ? new Setting(value.Place) { Items = [] }
                    : Group(value.Place);
            }

            Set(child, childType, steps[1..], value, problems);
        }
    }

    private static void SetItem(Setting list, Type itemType, ArraySegment<string> steps, Setting value, ICollection<Problem> problems)
    {
        if (list.Items is not { } items)
        {
            return;
        }

        var isGroup = OptionKey.IsGroup(itemType);
        if (!int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            problems.Add(value.Place.Problem($"needs the number of a list's item, from 0, where it has '{steps[0]}'."));
        }
        else if (isGroup != (steps.Count > 1))
        {
            problems.Add(value.Place.Problem(isGroup ? $"stops too early: item {steps[0]} is not a single value." : $"goes too deep: item {steps[0]} is a single value."));
        }
        else if (isGroup)
        {
            SetField(items, index, itemType, steps, value, problems);
        }
        else if (index < items.Count)
        {
            items[index] = value;
        }
        else
        {
            items.Add(value);
        }
    }

    // Each variable is about one field of the item: it has to be clear which of them belong together.
    private static void SetField(List<Setting> items, int index, Type itemType, ArraySegment<string> steps, Setting value, ICollection<Problem> problems)
    {
        if (index > items.Count)
        {
            problems.Add(value.Place.Problem($"leaves a gap: the next item of the list is number {items.Count}."));
            return;
        }

        if (index == items.Count)
        {
            items.Add(Group(value.Place));
        }

        Set(items[index], itemType, steps[1..], value, problems);
    }

    private static Setting Group(Place place) => new(place) { Fields = new OrderedDictionary<string, Setting>(StringComparer.Ordinal) };

    private static string InOrder(string name) =>
        string.Join(Step, name.Split(Step).Select(step => step.All(char.IsAsciiDigit) ? step.PadLeft(10, '0') : step));

    private static string? FindName(OrderedDictionary<string, Setting> fields, string step) => fields.Keys.FirstOrDefault(name => Same(name, step));

    private static bool Same(string a, string b) => string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
