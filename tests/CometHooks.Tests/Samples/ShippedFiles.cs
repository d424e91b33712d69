using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Tests.Samples;

/// <summary>The configuration folder as it is shipped beside the program.</summary>
internal static class ShippedFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "config");

    public static string SamplesFolder { get; } = Path.Combine(Folder, "samples");

    /// <summary>Every sample as <c>stripe/charge.succeeded.json</c>.</summary>
    public static IReadOnlyList<string> Samples { get; } =
    [
        .. Directory.EnumerateFiles(SamplesFolder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SamplesFolder, path).Replace('\\', '/'))
            .Where(sample => sample.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Mappings { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "mappings"), "*.yaml").Select(path => "mappings/" + Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> SamplesOf(string source) => Samples.Where(s => s.StartsWith(source + "/", StringComparison.Ordinal));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public static JsonElement Sample(string sample) => JsonElement.Parse(Text("samples/" + sample));

    /// <summary>The golden table: sample → mapping → what it becomes.</summary>
    public static JsonObject Golden() => JsonNode.Parse(Text("samples/golden.json"))!["samples"]!.AsObject();

    public static YamlMappingNode Mapping(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text(file)));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static IEnumerable<YamlMappingNode> Rules(string file) => ((YamlSequenceNode)Mapping(file)["rules"]).Cast<YamlMappingNode>();

    /// <summary>The scalar, or the scalars of the list.</summary>
    public static IEnumerable<string> Scalars(YamlNode node) =>
        node is YamlSequenceNode list ? list.SelectMany(Scalars) : [((YamlScalarNode)node).Value!];
}
