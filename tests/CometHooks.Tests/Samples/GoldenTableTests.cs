using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Tests.Samples;

/// <summary>The golden table, the mappings, their examples and their README speak of the same rules and samples.</summary>
public sealed class GoldenTableTests
{
    [Fact]
    public void Every_sample_has_a_row_and_every_row_a_sample() =>
        Assert.Equal(ShippedFiles.Samples, ShippedFiles.Golden().Select(row => row.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_row_covers_all_mappings_of_its_source()
    {
        foreach (var (sample, row) in ShippedFiles.Golden())
        {
            var mappings = ShippedFiles.Mappings.Where(m => Source(m) == sample.Split('/')[0]);

            Assert.Equal(mappings, row!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_conversion_in_the_table_is_made_by_a_rule_that_sends_it()
    {
        foreach (var (mapping, conversion) in Conversions())
        {
            var rule = ShippedFiles.Rules(mapping).Single(r => Name(r) == (string)conversion["rule"]!);

            Assert.Equal(((YamlScalarNode)rule["send"]).Value, (string)conversion["event_name"]!);
        }
    }

    [Fact]
    public void Every_rule_has_a_conversion_in_the_table()
    {
        var sent = Conversions().Select(c => c.Mapping + ": " + (string)c.Conversion["rule"]!).ToHashSet(StringComparer.Ordinal);
        var rules = ShippedFiles.Mappings.SelectMany(m => ShippedFiles.Rules(m).Where(Sends).Select(r => m + ": " + Name(r))).ToList();

        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Contains(rule, sent));
    }

    [Fact]
    public void Every_sample_is_in_an_example_of_its_sources_default_mapping()
    {
        Assert.NotEmpty(ShippedFiles.Samples);
        Assert.All(ShippedFiles.Samples, sample => Assert.Contains(sample, ExampleSamples($"mappings/{sample.Split('/')[0]}.yaml")));
    }

    [Fact]
    public void Every_example_names_samples_that_exist() =>
        Assert.All(ShippedFiles.Mappings.SelectMany(ExampleSamples), sample => Assert.Contains(sample, ShippedFiles.Samples));

    [Fact]
    public void The_readme_lists_the_rules_of_all_mappings_with_their_types_and_an_existing_sample()
    {
        var rows = ShippedFiles.Text("mappings/README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(cells => cells.Length == 5).ToList();
        var rules = ShippedFiles.Mappings.SelectMany(m => ShippedFiles.Rules(m).Select(r => (Mapping: m, Rule: r)));

        Assert.Equal(
            rules.Select(r => $"`{r.Mapping["mappings/".Length..]}` {Name(r.Rule)} {(Sends(r.Rule) ? $"`{((YamlScalarNode)r.Rule["send"]).Value}`" : "remembers")} {string.Join(", ", ShippedFiles.Scalars(r.Rule["on"]).Select(type => $"`{type}`"))}").Order(StringComparer.Ordinal),
            rows.Select(cells => string.Join(' ', cells[..4])).Order(StringComparer.Ordinal));
        Assert.All(rows, cells => Assert.Contains(cells[4].Trim('`'), ShippedFiles.Samples));
    }

    private static IEnumerable<(string Mapping, JsonNode Conversion)> Conversions() =>
        ShippedFiles.Golden().SelectMany(row => row.Value!.AsObject()).SelectMany(m => m.Value!["conversions"]!.AsArray().Select(c => (m.Key, c!)));

    private static string Source(string mapping) => ((YamlScalarNode)ShippedFiles.Mapping(mapping)["source"]).Value!;

    private static bool Sends(YamlMappingNode rule) => rule.Children.ContainsKey("send");

    private static string Name(YamlMappingNode rule) => ((YamlScalarNode)rule["name"]).Value!;

    private static IEnumerable<string> ExampleSamples(string mapping) =>
        ((YamlSequenceNode)ShippedFiles.Mapping(mapping)["examples"]).SelectMany(example => (YamlSequenceNode)example["events"])
            .Select(e => ((YamlScalarNode)(e is YamlMappingNode later ? later["sample"] : e)).Value!);
}
