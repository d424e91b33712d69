using System.Text.Json;

namespace CometHooks.Tests.Samples;

/// <summary>
/// Stripe renders an event in the API version of its account. Basil (2025-03-31) took fields away; the samples of both
/// generations must be what they say they are, or the mappings are proven on fiction.
/// </summary>
/// <remarks>https://docs.stripe.com/changelog/basil</remarks>
public sealed class StripeGenerationTests
{
    /// <summary>Object → the fields that basil removed from it.</summary>
    private static readonly Dictionary<string, string[]> Removed = new(StringComparer.Ordinal)
    {
        ["invoice"] = ["subscription", "subscription_details", "charge", "payment_intent", "paid", "paid_out_of_band"],
        ["line_item"] = ["subscription", "subscription_item", "price", "plan"],
        ["charge"] = ["invoice"],
        ["payment_intent"] = ["invoice"],
        ["subscription"] = ["current_period_start", "current_period_end"],
    };

    public static TheoryData<string> Objects { get; } = [.. Removed.Keys];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Since_basil_an_object_lacks_what_basil_removed(string name)
    {
        var found = Named(name, basil: true);

        Assert.NotEmpty(found);
        Assert.All(found, o => Assert.All(Removed[name], field => Assert.False(o.TryGetProperty(field, out _), $"{name}.{field} in {o.GetProperty("id")}")));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Before_basil_an_object_has_them(string name)
    {
        var found = Named(name, basil: false);

        Assert.NotEmpty(found);
        Assert.All(Removed[name], field => Assert.Contains(found, o => o.TryGetProperty(field, out _)));
    }

    [Fact]
    public void Since_basil_an_invoice_names_its_subscription_under_its_parent()
    {
        var subscriptions = Named("invoice", basil: true).Where(i => i.GetProperty("billing_reason").GetString()!.StartsWith("subscription_", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(subscriptions);
        Assert.All(subscriptions, i => Assert.StartsWith("sub_", i.GetProperty("parent").GetProperty("subscription_details").GetProperty("subscription").GetString(), StringComparison.Ordinal));
        Assert.All(Named("line_item", basil: true), l => Assert.StartsWith("price_", l.GetProperty("pricing").GetProperty("price_details").GetProperty("price").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Since_basil_the_period_stands_on_the_subscriptions_items()
    {
        Assert.All(Named("subscription_item", basil: true), i => Assert.True(i.TryGetProperty("current_period_end", out _)));
        Assert.All(Named("subscription_item", basil: false), i => Assert.False(i.TryGetProperty("current_period_end", out _)));
    }

    [Fact]
    public void Since_basil_an_invoice_payment_links_invoice_and_payment()
    {
        var invoices = Named("invoice", basil: true).Select(Id).ToHashSet(StringComparer.Ordinal);
        var intents = Named("charge", basil: true).Select(c => c.GetProperty("payment_intent").GetString()).ToHashSet(StringComparer.Ordinal);
        var links = Named("invoice_payment", basil: true);

        Assert.NotEmpty(links);
        Assert.All(links, l => Assert.Contains(l.GetProperty("invoice").GetString()!, invoices));
        Assert.All(links, l => Assert.Contains(l.GetProperty("payment").GetProperty("payment_intent").GetString(), intents));
    }

    [Fact]
    public void A_renewal_does_not_say_that_the_status_changed()
    {
        var renewals = ShippedFiles.SamplesOf("stripe").Where(s => s.StartsWith("stripe/customer.subscription.updated.renewal", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, renewals.Count);
        Assert.All(renewals, s => Assert.False(ShippedFiles.Sample(s).GetProperty("data").GetProperty("previous_attributes").TryGetProperty("status", out _)));
    }

    /// <summary>The objects of this name at every depth of all samples of the generation; previous attributes are no objects.</summary>
    private static List<JsonElement> Named(string name, bool basil) =>
    [
        .. ShippedFiles.SamplesOf("stripe").Select(ShippedFiles.Sample)
            .Where(e => e.TryGetProperty("api_version", out var version) && IsBasil(version.GetString()!) == basil)
            .SelectMany(e => JsonTree.Objects(e.GetProperty("data").GetProperty("object")))
            .Where(o => o.TryGetProperty("object", out var kind) && kind.GetString() == name),
    ];

    private static bool IsBasil(string version) => string.CompareOrdinal(version[..10], "2025-03-31") >= 0;

    private static string Id(JsonElement element) => element.GetProperty("id").GetString()!;
}
