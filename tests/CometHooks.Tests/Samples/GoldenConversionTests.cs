using System.Text.Json.Nodes;
using CometHooks.Cli;
using CometHooks.Operate.Rehearse;
using CometHooks.Sources;

namespace CometHooks.Tests.Samples;

/// <summary>Every sample becomes what the golden table says, by the code that real webhooks go through.</summary>
public sealed class GoldenConversionTests
{
    private static readonly string[] Identification = ["email", "comet_token", "fingerprint", "ip"];

    private static readonly ConfiguredHub Hub = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>(StringComparer.Ordinal));

    public static TheoryData<string, string> Rows { get; } =
        [.. ShippedFiles.Golden().SelectMany(row => row.Value!.AsObject().Select(m => new TheoryDataRow<string, string>(row.Key, m.Key)))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_sample_becomes_what_the_golden_table_says(string sample, string mapping)
    {
        var expected = ShippedFiles.Golden()[sample]![mapping]!;
        var target = Hub.AllTargets.Single(t => t.Mapping.Name == mapping);
        var body = await File.ReadAllBytesAsync(Path.Combine(ShippedFiles.SamplesFolder, sample), TestContext.Current.CancellationToken);
        var request = SampleFolder.Request(target.Adapter, Path.GetFileName(sample), body, secret: null, TimeProvider.System.GetUtcNow());

        var webhook = Assert.Single(await Hub.Rehearsal.RunAsync(target, [new RehearsedRequest(TimeSpan.Zero, request)], TestContext.Current.CancellationToken));

        Assert.Equal((string)expected["webhook"]!, webhook.Record.State.ToString().ToLowerInvariant());
        Assert.Equal(expected["conversions"]!.AsArray().Select(c => Expected(c!)), webhook.Conversions.Select(Actual));
        Assert.All(expected["conversions"]!.AsArray().Zip(webhook.Conversions), c => AssertReason((string?)c.First!["reason"], c.Second.Record.Reason));
    }

    // A row says the part of a reason that matters; where it says none there is none.
    private static void AssertReason(string? expected, string? actual)
    {
        if (expected is null)
        {
            Assert.Null(actual);
        }
        else
        {
            Assert.Contains(expected, actual, StringComparison.Ordinal);
        }
    }

    private static string Expected(JsonNode row) => Line(
        (string)row["rule"]!,
        (string)row["event_name"]!,
        (decimal?)row["amount"],
        row["keys"]!.AsArray().Select(k => (string)k!),
        row["identification"]!.AsObject(),
        (string)row["state"]!);

    private static string Actual(RehearsedConversion conversion)
    {
        var body = JsonNode.Parse(conversion.Body)!.AsObject();
        return Line(
            conversion.Record.Rule,
            (string)body["event_name"]!,
            (decimal?)body["amount"],
            conversion.Record.Keys,
            body,
            conversion.Record.State.ToString().ToLowerInvariant());
    }

    private static string Line(string rule, string eventName, decimal? amount, IEnumerable<string> keys, JsonObject fields, string state) =>
        FormattableString.Invariant($"{rule}: {eventName} {amount?.ToString("0.###", null)} per {string.Join(" or ", keys)}, {state}, ")
        + string.Join(", ", Identification.Select(f => $"{f} {fields[f]}"));
}
