using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Operate.Alerts;
using CometHooks.Receive;

namespace CometHooks.Tests.Configuration;

/// <summary>The shipped file, its schema and the option classes say the same.</summary>
public sealed partial class ShippedConfigurationTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "config");

    private static readonly string[] _mappings = ["mappings/stripe.yaml", "mappings/shopify.yaml", "mappings/calendly.yaml"];

    private static string Shipped => File.ReadAllText(Path.Combine(_folder, HubConfiguration.FileName));

    [Fact]
    public void The_shipped_file_loads_and_needs_nothing_but_secrets_and_a_token()
    {
        using var folder = new ConfigurationFolder(Shipped, _mappings);

        var configuration = folder.Load(("STRIPE_WEBHOOK_SECRET", "s"), ("COMETLY_API_TOKEN", "t"));

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Empty(configuration!.StartProblems());
        Assert.Empty(RiskySettings.InForce(configuration.Options));
        Assert.Equal(2, folder.Warnings.Count(x => x.Message.Contains("is off", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_shipped_file_lists_every_option()
    {
        var written = Options(Uncommented(Shipped));

        // What an item of a list holds, an empty list cannot show: the example beside it does.
        var missing = AllOptions().Where(x => !written.Contains(x) && !x.StartsWith("destinations.*.convert.*.", StringComparison.Ordinal) && !x.StartsWith("alerts.receivers.*.", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(written);
        Assert.Empty(missing);
    }

    [Fact]
    public void What_is_commented_out_in_the_shipped_file_is_the_default()
    {
        using var shipped = new ConfigurationFolder(Shipped, _mappings);
        using var uncommented = new ConfigurationFolder(Uncommented(Shipped), _mappings);

        var expected = shipped.Load();
        var actual = uncommented.Load();

        Assert.Equal("", uncommented.Text(uncommented.Problems));
        Assert.Contains("concurrency: 8", Uncommented(Shipped), StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize(expected!.Options), JsonSerializer.Serialize(actual!.Options));
    }

    [Fact]
    public async Task The_example_of_rates_in_the_shipped_file_is_right_and_names_every_option_of_a_rate()
    {
        var withRates = Shipped.Replace("    # convert:\n", "    convert:\n", StringComparison.Ordinal).Replace("    #   - {", "      - {", StringComparison.Ordinal);
        using var folder = new ConfigurationFolder(withRates, _mappings);
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(_folder, "schema", "comethooks.schema.json"), TestContext.Current.CancellationToken);
        Assert.True(YamlText.TryRead("f", withRates, new List<Problem>(), out var root));

        var convert = folder.Load()?.Options.Destinations["main"].Convert;

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Equal(
            [
                new RateOptions { From = "EUR", Rate = 1.0832m, Since = new DateOnly(2026, 11, 1) },
                new RateOptions { From = "EUR", Rate = 1.0911m, Since = new DateOnly(2026, 11, 15) },
            ],
            convert!);
        Assert.Empty(schema.Validate(JsonSerializer.Serialize(Plain(Setting.Of("f", root)))));
        Assert.NotEmpty(schema.Validate("""{"destinations":{"main":{"convert":[{"from":"EUR","rat":1.1,"since":"2026-11-01"}]}}}"""));
    }

    [Fact]
    public async Task The_example_of_receivers_in_the_shipped_file_is_right_and_names_every_option_of_a_receiver()
    {
        var withReceivers = Shipped.Replace("  # receivers:\n", "  receivers:\n", StringComparison.Ordinal)
            .Replace("  #   shop: {", "    shop: {", StringComparison.Ordinal)
            .Replace("  #   team: {", "    team: {", StringComparison.Ordinal)
            .Replace("  #   pager: {", "    pager: {", StringComparison.Ordinal)
            .Replace("    #host: \"\"", "    host: smtp.example.com", StringComparison.Ordinal)
            .Replace("    #from: \"\"", "    from: hooks@example.com", StringComparison.Ordinal);
        using var folder = new ConfigurationFolder(withReceivers, _mappings);
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(_folder, "schema", "comethooks.schema.json"), TestContext.Current.CancellationToken);
        Assert.True(YamlText.TryRead("f", withReceivers, new List<Problem>(), out var root));

        var receivers = folder.Load(("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T/B/x"), ("ALERT_WEBHOOK_SECRET", "whsec_" + Convert.ToBase64String(new byte[32])))?.Options.Alerts.Receivers;

        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Equal(["email", "slack", "webhook"], receivers!.Values.Select(r => r.Type));
        var written = Setting.Of("f", root).Fields!["alerts"].Fields!["receivers"].Fields!.Values.SelectMany(r => r.Fields!.Keys);
        Assert.Equal(OptionKey.Of(typeof(AlertReceiverOptions)).Select(k => k.Name).Order(), written.Distinct().Order());
        Assert.Empty(schema.Validate(JsonSerializer.Serialize(Plain(Setting.Of("f", root)))));
        Assert.NotEmpty(schema.Validate("""{"alerts":{"receivers":{"team":{"type":"slak"}}}}"""));
    }

    [Fact]
    public void Values_in_the_shipped_file_are_the_defaults_of_their_classes()
    {
        using var folder = new ConfigurationFolder(Shipped, _mappings);

        var options = folder.Load()!.Options;

        Assert.Equal(new DestinationOptions(), options.Destinations["main"]);
        Assert.Equal(new ListenerOptions(), options.Listen);
        Assert.Equal(new CometHooks.Store.StoreOptions(), options.Store);
        Assert.Equal(new LimitOptions(), options.Limits);
        Assert.Equal(new CometHooks.Operate.LogOptions(), options.Log);
    }

    [Fact]
    public void The_schema_knows_exactly_the_options()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "schema", "comethooks.schema.json")));
        var known = new List<string>();
        Collect(schema.RootElement, "");

        Assert.Equal(AllOptions().Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));

        void Collect(JsonElement group, string path)
        {
            foreach (var property in group.GetProperty("properties").EnumerateObject())
            {
                var name = path + property.Name;
                known.Add(name);
                Assert.False(string.IsNullOrEmpty(property.Value.GetProperty("description").GetString()), name);
                if (property.Value.TryGetProperty("properties", out _))
                {
                    Collect(property.Value, name + ".");
                }
                else if ((property.Value.TryGetProperty("additionalProperties", out var entry) || property.Value.TryGetProperty("items", out entry)) && entry.TryGetProperty("$ref", out var reference))
                {
                    Collect(schema.RootElement.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1]), name + ".*.");
                }
            }
        }
    }

    [Fact]
    public async Task The_shipped_file_is_valid_by_its_schema()
    {
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(_folder, "schema", "comethooks.schema.json"), TestContext.Current.CancellationToken);
        var problems = new List<Problem>();
        Assert.True(YamlText.TryRead("f", Shipped, problems, out var root));

        Assert.Empty(schema.Validate(JsonSerializer.Serialize(Plain(Setting.Of("f", root)))));
        Assert.NotEmpty(schema.Validate("""{"stroe":{}}"""));
    }

    private static object? Plain(Setting setting) =>
        setting.Fields is { } fields ? fields.ToDictionary(x => x.Key, x => Plain(x.Value))
        : setting.Items is { } items ? items.Select(Plain).ToList()
        : decimal.TryParse(setting.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
        : setting.Text is "true" or "false" ? setting.Text == "true"
        : setting.Text;

    private static string Uncommented(string yaml) => CommentedOption().Replace(yaml, "${indent}${option}");

    // "destinations.*.token" for every option that the text writes.
    private static HashSet<string> Options(string yaml)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Assert.True(YamlText.TryRead("f", yaml, new List<Problem>(), out var root));
        Collect(typeof(HubOptions), Setting.Of("f", root), "");
        return found;

        void Collect(Type type, Setting group, string path)
        {
            foreach (var key in OptionKey.Of(type).Where(key => group.Fields?.ContainsKey(key.Name) is true))
            {
                found.Add(path + key.Name);
                if (OptionKey.IsGroup(key.Property.PropertyType))
                {
                    Collect(key.Property.PropertyType, group.Fields![key.Name], path + key.Name + ".");
                }
                else if (OptionKey.EntryType(key.Property.PropertyType) is { } entry && OptionKey.IsGroup(entry))
                {
                    foreach (var named in group.Fields![key.Name].Fields!.Values)
                    {
                        Collect(entry, named, path + key.Name + ".*.");
                    }
                }
            }
        }
    }

    private static List<string> AllOptions()
    {
        var all = new List<string>();
        Collect(typeof(HubOptions), "");
        Assert.True(all.Count > 20);
        return all;

        void Collect(Type type, string path)
        {
            foreach (var key in OptionKey.Of(type))
            {
                all.Add(path + key.Name);
                var declared = key.Property.PropertyType;
                var group = OptionKey.EntryType(declared) ?? OptionKey.ItemType(declared) ?? declared;
                if (OptionKey.IsGroup(group))
                {
                    Collect(group, path + key.Name + (group == declared ? "." : ".*."));
                }
            }
        }
    }

    [GeneratedRegex(@"^(?<indent> *)#(?<option>[a-z_]+:.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommentedOption();
}
