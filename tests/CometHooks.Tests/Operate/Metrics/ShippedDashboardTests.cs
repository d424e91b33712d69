using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CometHooks.Configuration;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Operate.Metrics;

/// <summary>The shipped dashboard and rules ask for what is really exposed, and leave nothing out.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class ShippedDashboardTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "config");

    [Fact]
    public async Task The_dashboard_and_the_rules_name_exactly_the_metrics_that_a_hub_exposes()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(202);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Destinations__main__token"] = Deliver.Some.Token;
        folder.Environment["Destinations__main__per_minute"] = "600";
        await using var hub = await RunningHub.StartAsync(folder);
        using var forged = hub.Signed("stripe/charge.succeeded.json", SampleBody.Of("stripe/charge.succeeded.json"));
        forged.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        await hub.SendAsync(forged);
        await hub.EndedAsync("stripe/charge.succeeded.json");

        // What alone tells of the endpoint is read every few seconds.
        var exposed = (await Exposition.WhenAsync(hub, e => e.Of("comethooks_endpoint_silence_seconds") is not null && e.Of("comethooks_conversions_ended_total") is not null, "all is exposed")).Names;

        var asked = Asked(Dashboard()).Concat(Asked(Rules())).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(exposed));
        Assert.Empty(exposed.Where(name => name.StartsWith("comethooks_", StringComparison.Ordinal)).Select(Family).Except(asked.Select(Family)));
    }

    [Fact]
    public void The_dashboard_has_a_query_in_every_panel_and_the_rules_are_yaml()
    {
        var panels = JsonNode.Parse(Dashboard())!["panels"]!.AsArray().Where(p => (string?)p!["type"] != "row").ToList();
        Assert.True(YamlText.TryRead("alerts.yaml", Rules(), new List<Problem>(), out var rules));

        Assert.True(panels.Count > 10);
        Assert.All(panels, p => Assert.Matches("comethooks_", (string?)p!["targets"]![0]!["expr"]));
        Assert.True(Setting.Of("alerts.yaml", rules).Fields!["groups"].Items![0].Fields!["rules"].Items!.Count > 5);
    }

    private static string Dashboard() => File.ReadAllText(Path.Combine(_folder, "grafana", "comethooks.json"));

    private static string Rules() => File.ReadAllText(Path.Combine(_folder, "prometheus", "alerts.yaml"));

    private static IEnumerable<string> Asked(string text) => Metric().Matches(text).Select(m => m.Value);

    // A histogram is three series, and one of them tells that it is asked for.
    private static string Family(string name) => Part().Replace(name, "");

    [GeneratedRegex("comethooks_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}
