using System.Collections;
using System.Globalization;

namespace CometHooks.Configuration;

/// <summary>
/// Turns settings into options. Everything that does not fit becomes a problem with its place, and the option keeps
/// its default, so that one run finds all of them.
/// </summary>
internal sealed class OptionsBinder(References references, ICollection<Problem> problems)
{
    /// <summary>Where each option was written, by its path: <c>destinations.main.url</c>.</summary>
    public Dictionary<string, Place> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Secrets that stand in the file in clear.</summary>
    public List<Place> ClearSecrets { get; } = [];

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
            : type == typeof(IReadOnlyList<string>) ? BindList(setting, path, isSecret)
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

    private List<string>? BindList(Setting setting, string path, bool isSecret)
    {
        if (setting.Items is not { } items)
        {
            problems.Add(setting.Place.Problem($"'{path}' must be a list: write [ … ] around it, also for one value."));
            return null;
        }

        // An empty item is a secret or a name that is not set: it is as if it were not there.
        return [.. items.Select((item, index) => BindValue(typeof(string), item, $"{path}.{index}", isSecret)).OfType<string>().Where(text => text.Length > 0)];
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
                ClearSecrets.Add(setting.Place);
            }

            return References.ReadSecret(text, setting.Place, problems);
        }

        var (value, wanted) = Parse(type, text);
        if (value is null && (text.Length > 0 || !references.NotSet.ContainsKey(path)))
        {
            problems.Add(setting.Place.Problem($"'{path}' must be {wanted}, not '{text}'."));
        }

        return value;
    }

    private static (object? Value, string Wanted) Parse(Type type, string text) => type switch
    {
        _ when type == typeof(string) => (text, "text"),
        _ when type == typeof(bool) => (text switch { "true" => true, "false" => false, _ => null }, "true or false"),
        _ when type == typeof(int) => (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, "a whole number"),
        _ when type == typeof(TimeSpan) => (Duration.TryParse(text, out var duration) ? duration : null, Duration.Form),
        _ when type == typeof(ByteSize) => (ByteSize.TryParse(text, out var size) ? size : null, ByteSize.Form),
        _ => throw new NotSupportedException($"options of type {type} cannot be read"),
    };

    private static string Shown(Setting setting) => setting.Items is not null ? "a list" : setting.Fields is not null ? "'name: value' lines" : $"'{setting.Text}'";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
