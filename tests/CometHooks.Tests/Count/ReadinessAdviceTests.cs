using CometHooks.Calendly;
using CometHooks.Count;
using CometHooks.Shopify;
using CometHooks.Stripe;
using CometHooks.Tests.Sources;

namespace CometHooks.Tests.Count;

public sealed class ReadinessAdviceTests
{
    public static TheoryData<string> Sources { get; } = ["stripe", "shopify", "calendly"];

    [Fact]
    public void What_can_be_missing_is_what_Cometly_recognises_visitors_by_and_two_more() =>
        Assert.Equal(["comet_token", "fingerprint_and_ip", "email", "phone", "name"], Readiness.Names);

    [Theory]
    [MemberData(nameof(Sources))]
    public void Each_platform_says_in_its_own_words_how_to_get_whatever_is_missing(string source)
    {
        var adapter = Adapter(source);

        Assert.All(Readiness.Names, name => Assert.NotEqual(ReadinessAdvice.For(name, adapter: null), ReadinessAdvice.For(name, adapter)));
        Assert.Null(adapter.IdentityAdvice("something else"));
    }

    [Theory]
    [InlineData("stripe", "subscription_data.metadata")]
    [InlineData("stripe", "client_reference_id=ct_")]
    [InlineData("stripe", "checkout.session.completed")]
    [InlineData("shopify", "cart's attributes")]
    [InlineData("calendly", "salesforce_uuid=ct_")]
    public void The_token_has_a_carrier_at_each_platform(string source, string carrier) =>
        Assert.Contains(carrier, ReadinessAdvice.For("comet_token", Adapter(source)), StringComparison.Ordinal);

    [Fact]
    public void A_plugin_without_words_of_its_own_gets_those_for_all()
    {
        Assert.Equal("Ask for it.", ReadinessAdvice.For("email", new ScriptedAdapter()));
        Assert.Equal(ReadinessAdvice.For("phone", adapter: null), ReadinessAdvice.For("phone", new ScriptedAdapter()));
        Assert.Equal(Readiness.Names.Count, Readiness.Names.Select(name => ReadinessAdvice.For(name, adapter: null)).Distinct().Count());
    }

    private static ISourceAdapter Adapter(string source) => source switch
    {
        "stripe" => new StripeAdapter(),
        "shopify" => new ShopifyAdapter(),
        _ => new CalendlyAdapter(),
    };
}
