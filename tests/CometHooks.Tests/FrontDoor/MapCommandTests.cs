using System.Text.Json.Nodes;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

/// <summary><c>map</c>, as scripts call it.</summary>
public sealed class MapCommandTests
{
    private static readonly string Samples = ShippedFiles.SamplesFolder;

    [Fact]
    public async Task Map_prints_one_object_of_webhook_conversions_and_rules()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");

        var map = await Command.RunAsync("map", "--config", folder.Config, "--endpoint", "stripe", "--json", Path.Combine(Samples, "stripe/charge.succeeded.json"));

        Assert.Equal(0, map.ExitCode);
        Assert.Equal(["webhook", "conversions", "rules"], Names(map.Json));
        Assert.Superset(new HashSet<string>(["source", "event_id", "type", "time", "facts"]), Names(map.Json["webhook"]!).ToHashSet());
        Assert.Equal(("stripe", "evt_3Sp3TVrKY6mjD012wJrB6K8Z", "charge.succeeded"), ((string?)map.Json["webhook"]!["source"], (string?)map.Json["webhook"]!["event_id"], (string?)map.Json["webhook"]!["type"]));
        Assert.Equal("pi_3SA1YXV5xIyyJRO6TZK9XVEx", (string?)map.Json["webhook"]!["facts"]!["payment"]);
        var conversion = Assert.Single(map.Json["conversions"]!.AsArray())!;
        Assert.Superset(new HashSet<string>(["rule", "keys", "state", "reason", "body"]), Names(conversion).ToHashSet());
        Assert.Equal(("payment", "pending", 49m), ((string?)conversion["rule"], (string?)conversion["state"], (decimal)conversion["body"]!["amount"]!));
        Assert.Equal(["pi_3SA1YXV5xIyyJRO6TZK9XVEx", "ch_3SJNQ8b9BTUhytMLaVvKK0xN"], conversion["keys"]!.AsArray().Select(key => (string?)key));
        var rules = map.Json["rules"]!.AsArray();
        Assert.All(rules, rule => Assert.Equal(["rule", "line", "applied", "why"], Names(rule!)));
        Assert.Equal("payment", (string?)Assert.Single(rules, rule => (bool)rule!["applied"]!)!["rule"]);
        Assert.All(rules, rule => Assert.NotEqual("", (string?)rule!["why"]));
    }

    [Fact]
    public async Task Map_takes_the_headers_it_is_given()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        var file = folder.Write("body.json", File.ReadAllText(Path.Combine(Samples, "shopify/orders_paid.json")));

        var map = await Command.RunAsync("map", "--config", folder.Config, "--endpoint", "shopify", "--header", "X-Shopify-Topic: orders/paid", "--json", file);

        Assert.Equal((0, "orders/paid", "paid order"), (map.ExitCode, (string?)map.Json["webhook"]!["type"], (string?)map.Json["conversions"]![0]!["rule"]));
    }

    [Theory]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("nonsense")]
    public async Task Map_ends_with_1_where_the_body_cannot_be_read(string body)
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");

        var map = await Command.RunAsync("map", "--config", folder.Config, "--endpoint", "stripe", "--json", folder.Write("body.json", body));

        Assert.Equal(1, map.ExitCode);
        Assert.Equal("unreadable", (string?)map.Json["webhook"]!["state"]);
        Assert.Empty(map.Json["conversions"]!.AsArray());
    }

    private static IEnumerable<string> Names(JsonNode node) => node.AsObject().Select(property => property.Key);
}
