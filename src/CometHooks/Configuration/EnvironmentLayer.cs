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
        // In the order of their names, so that items are appended in the order of their numbers.
        foreach (var (name, value) in environment.OrderBy(x => x.Key, StringComparer.Ordinal))
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
        if (type == typeof(IReadOnlyList<string>))
        {
            SetItem(parent, steps, value, problems);
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

        var isLeaf = !OptionKey.IsGroup(childType) && OptionKey.EntryType(childType) is null && childType != typeof(IReadOnlyList<string>);
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
                fields[name] = child = childType == typeof(IReadOnlyList<string>)
                    ? new Setting(value.Place) { Items = [] }
                    : new Setting(value.Place) { Fields = new OrderedDictionary<string, Setting>(StringComparer.Ordinal) };
            }

            Set(child, childType, steps[1..], value, problems);
        }
    }

    private static void SetItem(Setting list, ArraySegment<string> steps, Setting value, ICollection<Problem> problems)
    {
        if (list.Items is not { } items)
        {
            return;
        }

        if (steps.Count != 1 || !int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            problems.Add(value.Place.Problem($"must end with the number of a list's item, from 0, not with '{steps[0]}'."));
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

    private static string? FindName(OrderedDictionary<string, Setting> fields, string step) => fields.Keys.FirstOrDefault(name => Same(name, step));

    private static bool Same(string a, string b) => string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
