using System.Text.Json;
using System.Text.RegularExpressions;

namespace CometHooks.Tests.Samples;

public sealed partial class SampleTests
{
    /// <summary>The only samples that are tests, as their names say.</summary>
    private static readonly string[] Tests =
        ["shopify/orders_paid.stock-notification.json", "shopify/orders_paid.test.json", "stripe/charge.succeeded.test-mode.json"];

    [Fact]
    public void Every_source_has_samples_of_valid_json()
    {
        foreach (var source in (string[])["stripe", "shopify", "calendly"])
        {
            Assert.True(ShippedFiles.SamplesOf(source).Count() >= 10, source);
        }

        Assert.All(ShippedFiles.Samples, sample => Assert.Equal(JsonValueKind.Object, ShippedFiles.Sample(sample).ValueKind));
    }

    [Fact]
    public void No_two_samples_are_the_same_event()
    {
        var ids = ShippedFiles.Samples.Select(EventId).ToList();

        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_sample_is_live_but_those_named_as_tests()
    {
        var tests = ShippedFiles.Samples.Where(IsTest).Order(StringComparer.Ordinal);

        Assert.Equal(Tests, tests);
    }

    [Fact]
    public void Within_a_stripe_event_everything_is_of_the_same_mode()
    {
        foreach (var sample in ShippedFiles.SamplesOf("stripe"))
        {
            var live = ShippedFiles.Sample(sample).GetProperty("livemode").GetBoolean();

            Assert.All(JsonTree.Objects(ShippedFiles.Sample(sample)).Where(o => o.TryGetProperty("livemode", out _)), o => Assert.Equal(live, o.GetProperty("livemode").GetBoolean()));
        }
    }

    [Fact]
    public void A_samples_name_begins_with_its_type()
    {
        foreach (var sample in ShippedFiles.Samples.Where(s => !s.StartsWith("shopify/", StringComparison.Ordinal)))
        {
            var body = ShippedFiles.Sample(sample);
            var type = body.GetProperty(sample.StartsWith("stripe/", StringComparison.Ordinal) ? "type" : "event").GetString()!;

            Assert.StartsWith(type + ".", Path.GetFileName(sample), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nobody_in_the_samples_is_real()
    {
        // The two addresses of the stock test notification are Shopify's own.
        string[] stock = ["jon@doe.ca", "john@example.com"];
        var addresses = ShippedFiles.Samples.SelectMany(s => Address().Matches(ShippedFiles.Text("samples/" + s))).Select(m => m.Value).Distinct().ToList();

        Assert.NotEmpty(addresses);
        Assert.All(addresses.Except(stock), address => Assert.Matches(@"@([a-z]+\.)?example(\.(com|org|net))?$", address));
    }

    [Fact]
    public void Shopifys_ids_are_beyond_what_a_double_can_hold()
    {
        foreach (var sample in ShippedFiles.SamplesOf("shopify").Where(s => s.StartsWith("shopify/orders_", StringComparison.Ordinal)))
        {
            var id = ShippedFiles.Sample(sample).GetProperty("id").GetInt64();

            Assert.True(id > 1L << 53, sample);
        }
    }

    private static string EventId(string sample)
    {
        var body = ShippedFiles.Sample(sample);
        return sample.Split('/')[0] switch
        {
            "stripe" => body.GetProperty("id").GetString()!,
            "calendly" => body.GetProperty("event").GetString() + body.GetProperty("payload").GetProperty("uri").GetString(),

            // Shopify's bodies have no id of the event: two topics may tell of one order, but not with the same words.
            _ => Path.GetFileName(sample).Split('.')[0] + JsonSerializer.Serialize(body),
        };
    }

    private static bool IsTest(string sample)
    {
        var body = ShippedFiles.Sample(sample);
        return (body.TryGetProperty("livemode", out var live) && !live.GetBoolean()) || (body.TryGetProperty("test", out var test) && test.GetBoolean());
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
