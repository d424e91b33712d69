using System.Globalization;
using System.Text.Json.Nodes;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Map;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CometHooks.Tests.Samples;

public sealed class MappingSchemaTests
{
    [Fact]
    public async Task Every_shipped_mapping_is_valid()
    {
        var schema = await SchemaAsync();

        foreach (var mapping in ShippedFiles.Mappings)
        {
            Assert.Empty(schema.Validate(Json(ShippedFiles.Mapping(mapping))!.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("rules:", "rulez:")]
    [InlineData("      amount:", "      ammount:")]
    [InlineData("    send: purchase", "    send: purchased")]
    [InlineData("    once_per: payment_intent\n", "")]
    [InlineData("version: 1", "version: 2")]
    [InlineData("ends: { suppressed: 1 }", "ends: { supressed: 1 }")]
    public async Task A_mistake_is_found(string right, string wrong)
    {
        var text = ShippedFiles.Text("mappings/stripe.yaml");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var stream = new YamlStream();
        stream.Load(new StringReader(text.Replace(right, wrong, StringComparison.Ordinal)));

        var errors = (await SchemaAsync()).Validate(Json(stream.Documents[0].RootNode)!.ToJsonString());

        Assert.NotEmpty(errors);
    }

    [Fact]
    public void It_knows_the_events_and_fields_that_the_program_knows()
    {
        var definitions = JsonNode.Parse(ShippedFiles.Text("schema/mapping.schema.json"))!["definitions"]!;
        var events = definitions["event_name"]!["enum"]!.AsArray().Select(e => (string)e!);
        var fields = definitions["rule"]!["properties"]!["fields"]!["properties"]!.AsObject().Select(f => f.Key);

        Assert.Equal(CometlyEventNames.All.Keys.Order(StringComparer.Ordinal), events.Order(StringComparer.Ordinal));
        Assert.Equal(CometlyFields.All.Keys.Order(StringComparer.Ordinal), fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_knows_the_keys_that_the_program_knows()
    {
        var schema = JsonNode.Parse(ShippedFiles.Text("schema/mapping.schema.json"))!;

        AssertKeys(MappingReader.Keys, schema);
        AssertKeys(RuleReader.Keys, schema["definitions"]!["rule"]!);
        AssertKeys(ExampleReader.Keys, schema["definitions"]!["example"]!);
    }

    [Fact]
    public void It_knows_the_ids_that_identities_are_kept_under()
    {
        var schema = JsonNode.Parse(ShippedFiles.Text("schema/mapping.schema.json"))!;

        AssertKeys(IdentityKinds.All.Keys, schema["definitions"]!["identity_keys"]!);
    }

    [Fact]
    public void It_describes_every_key()
    {
        var undescribed = new List<string>();
        Walk(JsonNode.Parse(ShippedFiles.Text("schema/mapping.schema.json"))!, "", undescribed);

        Assert.Empty(undescribed);
    }

    private static void AssertKeys(IEnumerable<string> known, JsonNode definition) =>
        Assert.Equal(known.Order(StringComparer.Ordinal), definition["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));

    private static void Walk(JsonNode node, string path, List<string> undescribed)
    {
        foreach (var (key, child) in (node as JsonObject) ?? [])
        {
            if (key == "properties")
            {
                undescribed.AddRange(child!.AsObject().Where(p => p.Value!["description"] is null).Select(p => path + "." + p.Key));
            }

            if (child is JsonObject)
            {
                Walk(child, path + "." + key, undescribed);
            }
        }
    }

    private static Task<JsonSchema> SchemaAsync() =>
        JsonSchema.FromJsonAsync(ShippedFiles.Text("schema/mapping.schema.json"), TestContext.Current.CancellationToken);

    /// <summary>As an editor reads the file: plain scalars may be numbers and booleans, quoted ones are text.</summary>
    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
            YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value == "true",
            YamlScalarNode { Style: ScalarStyle.Plain } plain when decimal.TryParse(plain.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            _ => ((YamlScalarNode)node).Value,
        };
}
