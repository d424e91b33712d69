using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>The sample plugin as an admin installs it.</summary>
public sealed class PluginTests
{
    private const string Order = "acme/order.placed.json";
    private static readonly string Built = Path.Combine(AppContext.BaseDirectory, "PluginUnderTest");

    [Fact]
    public async Task A_plugin_that_is_named_receives_maps_and_delivers()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = Install(cometly.Url, named: true);
        await using var hub = await RunningHub.StartAsync(folder);
        var body = await File.ReadAllBytesAsync(Path.Combine(Built, Order), TestContext.Current.CancellationToken);
        using var forged = hub.Signed(Order, body);
        forged.Headers.Remove("X-Acme-Signature");
        forged.Headers.Add("X-Acme-Signature", new string('0', 64));

        var posted = await hub.PostAsync(Order, body);
        var webhook = await hub.EndedAsync(posted);

        Assert.Equal(("acme", "order.placed", WebhookState.Mapped), (webhook.Source, webhook.Type, webhook.State));
        Assert.Equal(ConversionState.Delivered, Assert.Single(webhook.Conversions).State);
        var sent = JsonNode.Parse(Assert.Single(cometly.Effects).Body)!;
        Assert.Equal(("purchase", "9007199254740993", 19.99m, "grace@example.com"), ((string?)sent["event_name"], (string?)sent["order_id"], (decimal)sent["amount"]!, (string?)sent["email"]));
        Assert.Equal("duplicate", (await hub.PostAsync(Order, body)).Word);
        Assert.Equal(401, (await hub.SendAsync(forged)).Status);
    }

    [Fact]
    public async Task The_plugins_mapping_and_examples_hold()
    {
        using var folder = Install("http://127.0.0.1:1/", named: true);

        var check = await Command.RunAsync("check", "--config", folder.Config, "--json");

        Assert.True(check.ExitCode == 0, check.Output);
        var acme = Assert.Single(check.Json["mappings"]!.AsArray(), m => (string)m!["source"]! == "acme")!;
        Assert.Equal((2, 0), ((int)acme["examples_hold"]!, (int)acme["examples_failed"]!));
    }

    [Fact]
    public async Task A_plugin_that_is_not_named_is_not_loaded_and_its_endpoint_is_a_problem()
    {
        using var folder = Install("http://127.0.0.1:1/", named: false);

        var serve = await Command.RunAsync("serve", "--config", folder.Config);

        Assert.Equal(2, serve.ExitCode);
        Assert.Contains(serve.Lines, line => line.Contains("'endpoints.acme.source' names an unknown source 'acme'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_plugin_its_url_is_unknown()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        await using var hub = await RunningHub.StartAsync(folder);
        using var message = new HttpRequestMessage(HttpMethod.Post, hub.Url("/webhooks/acme")) { Content = new StringContent("{}") };

        Assert.Equal(404, (await hub.SendAsync(message)).Status);
    }

    [Fact]
    public async Task A_broken_plugin_stops_the_start_with_its_name()
    {
        using var folder = Install("http://127.0.0.1:1/", named: true);
        folder.Write("plugins/SamplePlugin/SamplePlugin.dll", "this is no assembly");

        var serve = await Command.RunAsync("serve", "--config", folder.Config);

        Assert.Equal(2, serve.ExitCode);
        Assert.Contains(serve.Lines, line => line.Contains("'SamplePlugin'", StringComparison.Ordinal) && line.Contains("not a .NET assembly", StringComparison.Ordinal));
    }

    private static HubFolder Install(string cometlyUrl, bool named)
    {
        var folder = new HubFolder(cometlyUrl);
        var plugin = folder.Write("plugins/SamplePlugin/SamplePlugin.dll", "");
        File.Copy(Path.Combine(Built, "SamplePlugin.dll"), plugin, overwrite: true);
        foreach (var sample in Directory.EnumerateFiles(Path.Combine(Built, "acme")))
        {
            folder.Write($"samples/acme/{Path.GetFileName(sample)}", File.ReadAllText(sample));
        }

        folder.Write("mappings/acme.yaml", File.ReadAllText(Path.Combine(Built, "acme.yaml")));
        return folder.Configure(
            [HubFolder.Endpoint("stripe", "stripe"), HubFolder.Endpoint("acme", "acme")],
            further: $"plugins: [{(named ? "SamplePlugin" : "")}]\nplugins_folder: {Path.Combine(folder.Config, "plugins")}");
    }
}
