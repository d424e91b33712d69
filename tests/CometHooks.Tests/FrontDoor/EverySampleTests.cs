using System.Text.Json.Nodes;
using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.FrontDoor;

public sealed class EverySampleTests
{
    [Theory]
    [InlineData("stripe")]
    [InlineData("shopify")]
    [InlineData("calendly")]
    public async Task Every_sample_signed_and_posted_ends_as_the_golden_table_says(string source)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, TestContext.Current.CancellationToken);
        using var folder = new HubFolder(cometly.Url);
        var samples = ShippedFiles.SamplesOf(source).ToList();

        // The table is about each sample alone: an endpoint with a ledger of its own for each keeps them apart.
        folder.Configure(samples.Select(s => HubFolder.Endpoint(Name(s), source, $", ledger: {Name(s)}")));
        await using var hub = await RunningHub.StartAsync(folder);
        var ended = new List<(string Sample, WebhookRecord Webhook)>();
        foreach (var sample in samples)
        {
            ended.Add((sample, await hub.EndedAsync(sample, Name(sample))));
        }

        var mapping = $"mappings/{source}.yaml";
        Assert.Equal(samples.Select(s => Expected(s, ShippedFiles.Golden()[s]![mapping]!)), ended.Select(e => Actual(e.Sample, e.Webhook)));
        Assert.Equal(
            ended.SelectMany(e => e.Webhook.Conversions).Where(c => c.State == ConversionState.Delivered).Select(c => c.Body!).Order(StringComparer.Ordinal),
            cometly.Requests.Select(r => r.Body).Order(StringComparer.Ordinal));
        Assert.Equal(cometly.Requests.Count, cometly.Effects.Count);
    }

    private static string Name(string sample) => Path.GetFileNameWithoutExtension(sample).ToLowerInvariant();

    // What would be pending is delivered: Cometly takes everything.
    private static string Expected(string sample, JsonNode row) => Line(
        sample,
        (string)row["webhook"]!,
        row["conversions"]!.AsArray().Select(c => ((string)c!["rule"]!, (string)c["event_name"]!, (string)c["state"]! is "pending" ? "delivered" : (string)c["state"]!, (decimal?)c["amount"])));

    private static string Actual(string sample, WebhookRecord webhook) => Line(
        sample,
        Words.Of(webhook.State),
        webhook.Conversions.Select(c => (c.Rule, c.EventName, Words.Of(c.State), c.Body is { } body ? (decimal?)JsonNode.Parse(body)!["amount"] : Amount(c.EventJson))));

    // What was never sent has no body; its amount stands in the event as it was mapped.
    private static decimal? Amount(string eventJson) => CometlyEventJson.Read(eventJson).Order.Amount;

    private static string Line(string sample, string state, IEnumerable<(string Rule, string EventName, string State, decimal? Amount)> conversions) =>
        $"{sample} is {state}: " + string.Join(", ", conversions.Select(c => $"{c.EventName} {c.Amount:0.###} by '{c.Rule}' {c.State}"));
}
