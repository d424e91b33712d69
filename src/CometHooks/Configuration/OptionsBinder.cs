using System.Collections;

namespace CometHooks.Configuration;

/// <summary>
/// Turns settings into options. Everything that does not fit becomes a problem with its place, and the option keeps
/// its default, so that one run finds all of them.
/// </summary>
internal sealed class OptionsBinder(References references, ICollection<Problem> problems)
{
    /// <summary>Where each option was written, by its path: <c>destinations.main.url</c>.</summary>
    public Dictionary<string, Place> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Secrets that stand in the file in clear; what looks like a variable without its braces is named.</summary>
    public List<(Place Place, string? Variable)> ClearSecrets { get; } = [];

    public T Bind<T>(Setting root)
        where T : class, new() => (T)BindGroup(typeof(T), root, "");

    private object BindGroup(Type type, Setting group, string path)
    {
        var options = Activator.CreateInstance(type)!;
        if (group.Fields is not { } fields)
        {
            problems.Add(group.Place.Problem($"'{path}' must hold 'name: value' lines, not {Shown(group)}."));
            return options;
        }

        var keys = OptionKey.Of(type);
        foreach (var (name, setting) in fields)
        {
            if (keys.FirstOrDefault(key => key.Name == name) is not { } key)
            {
                var hint = NearestName.Hint(name, keys.Select(x => x.Name));
                problems.Add(setting.Place.Problem($"unknown key '{Join(path, name)}'.{(hint.Length > 0 ? hint : $" Known here: {string.Join(", ", keys.Select(x => x.Name))}.")}"));
            }
            else if (Bind(key.Property.PropertyType, setting, Join(path, name), key.IsSecret) is { } value)
            {
                key.Property.SetValue(options, value);
            }
        }

        return options;
    }

    // Null where nothing was written or where it did not fit: the default stands.
    private object? Bind(Type declared, Setting setting, string path, bool isSecret)
    {
        Places[path] = setting.Place;
        if (setting.IsEmpty)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return OptionKey.EntryType(type) is { } entryType ? BindEntries(entryType, setting, path, isSecret)
            : OptionKey.ItemType(type) is { } itemType ? BindList(itemType, setting, path, isSecret)
            : OptionKey.IsGroup(type) ? BindGroup(type, setting, path)
            : BindValue(type, setting, path, isSecret);
    }

    private IDictionary? BindEntries(Type entryType, Setting setting, string path, bool isSecret)
    {
        if (setting.Fields is not { } fields)
        {
            problems.Add(setting.Place.Problem($"'{path}' must hold 'name: value' lines, not {Shown(setting)}."));
            return null;
        }

        var entries = (IDictionary)Activator.CreateInstance(typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), entryType), StringComparer.OrdinalIgnoreCase)!;
        foreach (var (name, entry) in fields)
        {
            if (entries.Contains(name))
            {
                problems.Add(entry.Place.Problem($"'{Join(path, name)}' stands here twice; upper and lower case are the same."));
            }
            else if (Bind(entryType, entry, Join(path, name), isSecret) is { } value)
            {
                entries[name] = value;
            }
        }

        return entries;
    }

    private IList? BindList(Type itemType, Setting setting, string path, bool isSecret)
    {
        if (setting.Items is not { } items)
        {
            problems.Add(setting.Place.Problem($"'{path}' must be a list: write [ … ] around it, also for one value."));
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        foreach (var (index, item) in items.Index())
        {
            Places[$"{path}.{index}"] = item.Place;
            var value = OptionKey.IsGroup(itemType) ? BindGroup(itemType, item, $"{path}.{index}") : BindValue(itemType, item, $"{path}.{index}", isSecret);

            // An empty item is a secret or a name that is not set: it is as if it were not there.
            if (value is not (null or ""))
            {
                list.Add(value);
            }
        }

        return list;
    }

    private object? BindValue(Type type, Setting setting, string path, bool isSecret)
    {
        if (setting.Items is not null || setting.Fields is not null)
        {
            problems.Add(setting.Place.Problem($"'{path}' must be a single value, not {Shown(setting)}."));
            return null;
        }

        var text = references.Expand(setting, path);
        if (isSecret)
        {
            if (!setting.Literal && text.Length > 0 && text == setting.Text && !text.StartsWith("file:", StringComparison.Ordinal))
            {
                ClearSecrets.Add((setting.Place, References.Bare(text)));
            }

            return References.ReadSecret(text, setting.Place, problems);
        }

        var (value, wanted) = ValueText.Parse(type, text);
        if (value is null && (text.Length > 0 || !references.NotSet.ContainsKey(path)))
        {
            problems.Add(setting.Place.Problem($"'{path}' must be {wanted}, not '{text}'."));
        }

        return value;
    }

    private static string Shown(Setting setting) => setting.Items is not null ? "a list" : setting.Fields is not null ? "'name: value' lines" : $"'{setting.Text}'";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
