using CometHooks.Tests.Sources;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A plugin that never comes back, in a hub that has others to serve.</summary>
public sealed class HangingPluginTests
{
    private const string Hanging = """
        public sealed class Hanging : ISourceAdapter
        {
            public string Source => "hanging";
            public Verification Verify(WebhookRequest request, SourceSettings settings)
            {
                System.Threading.Thread.Sleep(System.Threading.Timeout.Infinite);
                return Verification.Valid;
            }
            public IReadOnlyList<SourceEvent> Read(WebhookRequest request) => Array.Empty<SourceEvent>();
        }
        """;

    [Fact]
    public async Task A_plugin_that_hangs_is_answered_503_and_off_after_three_and_the_others_go_on()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        var plugin = folder.Write("plugins/Hanging/Hanging.dll", "");
        await File.WriteAllBytesAsync(plugin, PluginCompiler.Compile("Hanging", Hanging), TestContext.Current.CancellationToken);
        folder.Write("mappings/hanging.yaml", "version: 1\nsource: hanging\nrules:\n  - name: order\n    on: order\n    send: purchase\n    once_per: id\n    fields:\n      email: email\n");
        folder.Configure(
            [HubFolder.Endpoint("stripe", "stripe"), HubFolder.Endpoint("hanging", "hanging")],
            further: $"plugins: [Hanging]\nplugins_folder: {Path.Combine(folder.Config, "plugins")}");
        await using var hub = await RunningHub.StartAsync(folder);

        var hung = Enumerable.Range(0, 3).Select(_ => PostAsync(hub)).ToList();
        var stripe = await hub.PostAsync("stripe/charge.succeeded.json");
        var answers = await Task.WhenAll(hung);
        var calls = hub.Log.Messages.Count(m => m.Contains("was cut", StringComparison.Ordinal));
        var off = await PostAsync(hub);
        var ready = await hub.ReadyAsync();

        Assert.Equal(200, stripe.Status);
        Assert.Equal([503, 503, 503], answers);
        Assert.Equal(503, off);
        Assert.Equal(calls, hub.Log.Messages.Count(m => m.Contains("was cut", StringComparison.Ordinal)));
        Assert.Contains("hung 3 times", (string)ready["checks"]!["endpoints"]!["details"]!["hanging"]!, StringComparison.Ordinal);
        Assert.Equal("on", (string)ready["checks"]!["endpoints"]!["details"]!["stripe"]!);
    }

    private static async Task<int> PostAsync(RunningHub hub)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, hub.Url("/webhooks/hanging")) { Content = new StringContent("{}") };
        return (await hub.SendAsync(message)).Status;
    }
}
