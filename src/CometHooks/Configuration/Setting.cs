using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Configuration;

/// <summary>
/// One value of the configuration with its place: a text, a list or named fields. The file makes the tree,
/// environment variables are laid over it, and only then is it bound to options.
/// </summary>
internal sealed class Setting(Place place)
{
    public Place Place { get; } = place;

    /// <summary>The value, where it is neither a list nor fields; null for nothing written.</summary>
    public string? Text { get; init; }

    /// <summary>The text is taken as it is: no <c>${NAME}</c> in it is a reference. So it is with what a variable holds.</summary>
    public bool Literal { get; init; }

    /// <summary>The items of a list; null where it is none.</summary>
    public List<Setting>? Items { get; init; }

    /// <summary>The named fields in the order of the file; null where there are none.</summary>
    public OrderedDictionary<string, Setting>? Fields { get; init; }

    /// <summary><c>name:</c> with nothing behind it.</summary>
    public bool IsEmpty => Text is null && Items is null && Fields is null;

    /// <summary>Reads a YAML node.</summary>
    public static Setting Of(string file, YamlNode node) => Of(new Place(file, (int)node.Start.Line, (int)node.Start.Column), node);

    private static Setting Of(Place place, YamlNode node) => node switch
    {
        YamlMappingNode mapping => new Setting(place) { Fields = Children(place.File, mapping) },
        YamlSequenceNode sequence => new Setting(place) { Items = [.. sequence.Children.Select(child => Of(place.File, child))] },
        YamlScalarNode scalar => new Setting(place) { Text = IsNull(scalar) ? null : scalar.Value },
        _ => new Setting(place),
    };

    // The place of a field is its name: that is where people look.
    private static OrderedDictionary<string, Setting> Children(string file, YamlMappingNode mapping)
    {
        var fields = new OrderedDictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            fields[key.ToString()] = Of(new Place(file, (int)key.Start.Line, (int)key.Start.Column), value);
        }

        return fields;
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";
}
