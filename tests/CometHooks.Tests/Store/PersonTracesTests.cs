using CometHooks.Store;

namespace CometHooks.Tests.Store;

public sealed class PersonTracesTests
{
    [Theory]
    [InlineData("ada+x@example.com")]
    [InlineData("ADA+X@EXAMPLE.COM")]
    [InlineData("mailto:ada+x@example.com?subject=hi")]
    [InlineData("write to ada+x@example.com. Thanks")]
    [InlineData("'ada+x@example.com'")]
    [InlineData("- ada+x@example.com-")]
    [InlineData("""{"email":"ada\u002bx\u0040example.com"}""")]
    [InlineData("""{"inner":"{\"email\":\"ada\\u002bx\\u0040example.com\"}"}""")]
    [InlineData("""{"note":"first line\nada+x@example.com"}""")]
    [InlineData("?e=ada%2Bx%40example.com&b=1")]
    [InlineData("100%ada+x@example.com is not, but <ada+x@example.com> is")]
    public void The_address_is_seen(string text) => Assert.True(PersonTraces.OfAddress("ada+x@example.com").In(text));

    [Theory]
    [InlineData("nada+x@example.com")]
    [InlineData("the.ada+x@example.com")]
    [InlineData("ada+x@example.com.au")]
    [InlineData("ada+x@example.community")]
    [InlineData("ada+x@example-com")]
    [InlineData("x@example.com")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_is_not(string? text) => Assert.False(PersonTraces.OfAddress("ada+x@example.com").In(text));

    [Fact]
    public void Ids_hold_within_their_shop_and_as_a_whole()
    {
        var traces = PersonTraces.OfPerson(null, ["5001"], "ada.myshopify.com");

        Assert.True(traces.In("Ada.myshopify.com", ["""{"id":5001}"""]));
        Assert.True(traces.In("ada.myshopify.com", ["gid://shopify/Order/5001"]));
        Assert.False(traces.In("ada.myshopify.com", ["""{"id":50012}"""]));
        Assert.False(traces.In("bob.myshopify.com", ["""{"id":5001}"""]));
        Assert.False(traces.In(null, ["""{"id":5001}"""]));
    }

    [Fact]
    public void A_whole_shop_is_everything_of_it_and_nothing_else()
    {
        var traces = PersonTraces.Of(new PrivacyRequest { Kind = PrivacyRequestKind.EraseShop, Shop = "ada.myshopify.com" });

        Assert.True(traces.In("ADA.myshopify.com", ["anything"]));
        Assert.False(traces.In("bob.myshopify.com", ["ada.myshopify.com"]));
    }

    [Theory]
    [InlineData(PrivacyRequestKind.EraseCustomer, null, "ada.myshopify.com")]
    [InlineData(PrivacyRequestKind.ShowCustomer, " ", "ada.myshopify.com", "", " ")]
    [InlineData(PrivacyRequestKind.EraseCustomer, null, null, "5001")]
    [InlineData(PrivacyRequestKind.EraseShop, "ada@example.com", null, "5001")]
    [InlineData(PrivacyRequestKind.EraseShop, null, "")]
    public void A_request_that_names_nobody_is_about_nothing(PrivacyRequestKind kind, string? email, string? shop, params string[] ids)
    {
        var traces = PersonTraces.Of(new PrivacyRequest { Kind = kind, Email = email, Shop = shop, Ids = ids });

        Assert.True(traces.IsNobody);
        Assert.False(traces.IsWholeShop);
        Assert.False(traces.In(shop, ["""{"id":5001,"email":"ada@example.com"}"""]));
    }

    [Fact]
    public void Addresses_are_found_also_where_they_are_escaped()
        => Assert.Equal(["ada@example.com", "bob@example.org"], PersonTraces.AddressesIn("""{"a":"ada\u0040example.com","b":"bob@example.org"}""").Order(StringComparer.Ordinal));
}
