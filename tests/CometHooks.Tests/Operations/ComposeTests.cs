using System.Text.RegularExpressions;
using CometHooks.Configuration;
using CometHooks.Tests.Configuration;
using Npgsql;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CometHooks.Tests.Operations;

/// <summary>What the shipped compose files tell the hubs leads to settings, and their parts fit each other.</summary>
public sealed partial class ComposeTests
{
    private const string Image = "comethooks";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "deployment");

    [Theory]
    [InlineData("compose.yaml", 1)]
    [InlineData("compose.postgres.yaml", 2)]
    public void Every_variable_of_a_hub_is_a_setting_and_a_hub_starts_by_them(string file, int count)
    {
        var hubs = Hubs(file);

        Assert.Equal(count, hubs.Count);
        foreach (var hub in hubs)
        {
            var options = Load(hub).Options;
            Assert.Equal(("http://0.0.0.0:8080", "http://0.0.0.0:8081"), (options.Listen.Webhooks, options.Listen.Admin));
        }
    }

    [Fact]
    public void Both_hubs_use_the_database_that_runs_beside_them()
    {
        var services = Services("compose.postgres.yaml");
        var database = Map(Map(services["db"])["environment"]);

        var stores = Hubs("compose.postgres.yaml").Select(hub => Load(hub).Options.Store).ToList();

        Assert.Equal(stores[0], stores[1]);
        var connection = new NpgsqlConnectionStringBuilder(stores[0].Connection);
        Assert.Equal("postgres", stores[0].Provider);
        Assert.Equal(("db", database["POSTGRES_DB"], database["POSTGRES_USER"]), (connection.Host, connection.Database, connection.Username));
        Assert.Equal(Value(database["POSTGRES_PASSWORD"]), connection.Password);
    }

    [Fact]
    public void The_proxy_knows_each_hub_hands_a_webhook_on_that_one_of_them_refuses_and_is_believed()
    {
        var proxy = File.ReadAllText(Path.Combine(Folder, "compose.nginx.conf"));
        var hubs = Hubs("compose.postgres.yaml");

        Assert.Equal(hubs.Select(hub => $"{Address(hub)}:8080"), Upstream().Matches(proxy).Select(m => m.Groups["address"].Value));
        Assert.Contains("proxy_next_upstream error timeout http_502 http_503 http_504 non_idempotent;", proxy, StringComparison.Ordinal);
        Assert.All(hubs, hub => Assert.Equal([Address(Map(Services("compose.postgres.yaml")["proxy"]))], Load(hub).Options.TrustedProxies));
    }

    // As the container would: the shipped configuration under these variables, and those of .env.
    private static HubConfiguration Load(Dictionary<object, object> hub)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "config", HubConfiguration.FileName);
        using var folder = new ConfigurationFolder(File.ReadAllText(shipped), "mappings/stripe.yaml", "mappings/shopify.yaml", "mappings/calendly.yaml");
        var configuration = folder.Load(
            [("STRIPE_WEBHOOK_SECRET", "s"), ("COMETLY_API_TOKEN", "t"), .. Map(hub["environment"]).Select(v => ((string)v.Key, Value(v.Value)))]);
        Assert.Equal("", folder.Text(folder.Problems));
        Assert.Empty(configuration!.StartProblems());
        return configuration;
    }

    private static List<Dictionary<object, object>> Hubs(string file)
        => [.. Services(file).Values.Select(Map).Where(service => service["image"] is Image)];

    private static Dictionary<object, object> Services(string file)
    {
        using var reader = new StreamReader(Path.Combine(Folder, file));
        return Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(reader)))["services"]);
    }

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static string Address(Dictionary<object, object> service) => (string)Map(Map(service["networks"])["hubs"])["ipv4_address"];

    private static string Value(object text) => Reference().Replace((string)text, "of-dotenv");

    [GeneratedRegex(@"\$\{[A-Z_]+(:\?[^}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*server (?<address>[0-9.:]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Upstream();
}
