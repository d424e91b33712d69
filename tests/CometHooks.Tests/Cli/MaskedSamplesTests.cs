using System.Text.Json;
using CometHooks.Cli;
using CometHooks.Cli.Explain;
using CometHooks.Operate;
using CometHooks.Operate.Explain;
using CometHooks.Operate.Rehearse;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Cli;

/// <summary>No masked page tells what a sample says of its visitor.</summary>
public sealed class MaskedSamplesTests
{
    // Written out, not asked of the code under test.
    private static readonly string[] Personal =
    [
        "email", "contact_email", "receipt_email", "customer_email", "phone", "customer_phone", "text_reminder_number", "first_name", "last_name",
        "customer_name", "browser_ip", "comet_token", "comet_ip", "comet_fingerprint", "fingerprint",
    ];

    private static readonly ConfiguredHub Hub = ConfiguredHub.Load(ShippedFiles.Folder, new Dictionary<string, string>(StringComparer.Ordinal));

    private static readonly WebhookSurroundings Nothing = new(
        new Dictionary<string, string>(), new Dictionary<long, IReadOnlyList<SiblingView>>(), new Dictionary<string, DestinationPause>());

    public static TheoryData<string, string> Rows { get; } =
        [.. ShippedFiles.Golden().SelectMany(row => row.Value!.AsObject().Select(m => new TheoryDataRow<string, string>(row.Key, m.Key)))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_masked_page_and_its_json_have_nothing_personal(string sample, string mapping)
    {
        var (webhook, explained) = await ExplainAsync(sample, mapping);

        var masked = MaskedEvent.Of(explained, PersonalValues.Of(webhook));

        var shown = ExplainPage.Of(masked) + JsonSerializer.Serialize(masked, HubJson.Options);
        Assert.All(PersonalOf(sample), value => Assert.DoesNotContain(value, shown, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Revealed_pages_have_it()
    {
        var (_, explained) = await ExplainAsync("shopify/orders_paid.json", "mappings/shopify.yaml");

        var page = ExplainPage.Of(explained);

        Assert.True(PersonalOf("shopify/orders_paid.json").Count(value => page.Contains(value, StringComparison.Ordinal)) >= 5);
    }

    [Fact]
    public async Task What_a_condition_saw_is_masked_by_its_name_when_the_body_is_gone()
    {
        var (webhook, _) = await ExplainAsync("stripe/charge.refunded.json", "mappings/stripe.yaml");

        var values = PersonalValues.Of(webhook with { Body = default });

        Assert.Equal(
            "when is false: metadata.comet_token and captured (metadata.comet_token = \"0123…\", receipt_email = \"a***@e***.com\", captured = true)",
            values.Without("when is false: metadata.comet_token and captured (metadata.comet_token = \"0123456789abcdef\", receipt_email = \"ada@example.com\", captured = true)"));
    }

    private static async Task<(WebhookRecord Webhook, ExplainedEvent Explained)> ExplainAsync(string sample, string mapping)
    {
        var target = Hub.AllTargets.Single(t => t.Mapping.Name == mapping);
        var body = await File.ReadAllBytesAsync(Path.Combine(ShippedFiles.SamplesFolder, sample), TestContext.Current.CancellationToken);
        var request = SampleFolder.Request(target.Adapter, Path.GetFileName(sample), body, secret: null, TimeProvider.System.GetUtcNow());
        var rehearsed = Assert.Single(await Hub.Rehearsal.RunAsync(target, [new RehearsedRequest(TimeSpan.Zero, request)], TestContext.Current.CancellationToken));
        return (rehearsed.Record, Explainer.Explain(rehearsed.Record, Nothing, TimeProvider.System.GetUtcNow(), withBody: false));
    }

    // Two letters may stand anywhere.
    private static List<string> PersonalOf(string sample) => [.. Texts(ShippedFiles.Sample(sample)).Where(v => v.Length > 3).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            p.Value.ValueKind == JsonValueKind.String && Personal.Contains(p.Name) ? [p.Value.GetString()!] : Texts(p.Value)).Concat(Pair(element)),
        _ => [],
    };

    private static IEnumerable<string> Pair(JsonElement element) =>
        element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && Personal.Contains(name.GetString())
            && element.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String
            ? [value.GetString()!]
            : [];
}
