using CometHooks.Shopify;

namespace CometHooks.Tests.Adapters;

public sealed class ShopifyFactsTests
{
    private const string Shop = "comethooks-sample.myshopify.com";

    private static readonly ShopifyAdapter Adapter = new();

    [Fact]
    public void An_order_keeps_every_digit_of_ids_and_the_shops_money() =>
        Assert.Equal(
            new Facts { Order = "9007199254740993", Session = "tok_checkout", Customer = "9007199254740995", Shop = Shop, Amount = 60.33m, Currency = "AUD", Test = false },
            Adapter.FactsOf("orders_paid.json", """
                {"id":9007199254740993,"checkout_token":"tok_checkout","customer":{"id":9007199254740995},"test":false,
                 "total_price":"60.33","current_total_price":"10.00","currency":"AUD","presentment_currency":"USD",
                 "total_price_set":{"presentment_money":{"amount":"45.85","currency_code":"USD"}}}
                """));

    [Fact]
    public void A_checkout_is_the_session_of_its_order() =>
        Assert.Equal(
            new Facts { Session = "tok_checkout", Shop = Shop, Amount = 19.99m, Currency = "USD" },
            Adapter.FactsOf("checkouts_create.json", """{"id":1,"token":"tok_checkout","email":null,"customer":null,"total_price":"19.99","currency":"USD"}"""));

    [Fact]
    public void A_cart_has_a_session_only() =>
        Assert.Equal(new Facts { Session = "c1-token", Shop = Shop }, Adapter.FactsOf("carts_update.json", """{"id":"c1-token","token":"c1-token","line_items":[]}"""));

    [Fact]
    public void A_customer_names_itself() =>
        Assert.Equal(new Facts { Customer = "7", Shop = Shop }, Adapter.FactsOf("customers_create.json", """{"id":7,"email":"ada@example.com","currency":"USD"}"""));

    [Fact]
    public void A_refund_is_the_sum_of_what_was_paid_back() =>
        Assert.Equal(
            new Facts { Order = "9007199254740993", Shop = Shop, Amount = 15.50m, Currency = "USD", Refund = true },
            Adapter.FactsOf("refunds_create.json", """
                {"id":1,"order_id":9007199254740993,"transactions":[
                  {"kind":"refund","status":"success","amount":"10.25","currency":"USD"},
                  {"kind":"refund","status":"success","amount":"5.25","currency":"USD"},
                  {"kind":"refund","status":"failure","amount":"99.00","currency":"USD"},
                  {"kind":"void","status":"success","amount":"99.00","currency":"USD"}]}
                """));

    [Theory]
    [InlineData("""{"order_id":1,"transactions":[]}""")]
    [InlineData("""{"order_id":1}""")]
    [InlineData("""{"order_id":1,"transactions":[{"kind":"refund","status":"success","amount":"1.00","currency":"USD"},{"kind":"refund","status":"success","amount":"1.00","currency":"EUR"}]}""")]
    [InlineData("""{"order_id":1,"transactions":[{"kind":"refund","status":"success","amount":"79228162514264337593543950335","currency":"USD"}]}""")]
    public void A_refund_that_has_no_sum_has_no_amount(string body) =>
        Assert.Equal(new Facts { Order = "1", Shop = Shop, Refund = true }, Adapter.FactsOf("refunds_create.json", body));
}
