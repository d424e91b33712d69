using CometHooks.Stripe;

namespace CometHooks.Tests.Adapters;

public sealed class StripeFactsTests
{
    private static readonly StripeAdapter Adapter = new();

    [Theory]
    [InlineData(4900, "usd", "49.00")]
    [InlineData(500, "jpy", "500")]
    [InlineData(5120, "kwd", "5.12")]
    [InlineData(500, "ugx", "5")]
    [InlineData(500, "isk", "5")]
    [InlineData(500, "mga", "500")]
    public void Amounts_are_in_major_units_by_the_vendors_table(long minor, string currency, string major)
    {
        var facts = Facts("charge.succeeded", $$"""{"object":"charge","id":"ch_1","amount_captured":{{minor}},"currency":"{{currency}}"}""");

        Assert.Equal(decimal.Parse(major), facts.Amount);
        Assert.Equal(currency.ToUpperInvariant(), facts.Currency);
    }

    [Fact]
    public void A_charge_counts_by_its_payment_intent_and_by_what_was_captured()
    {
        var facts = Facts("charge.captured", """
            {"object":"charge","id":"ch_1","payment_intent":"pi_1","invoice":"in_1","customer":"cus_1","amount":5000,"amount_captured":3000,"currency":"eur"}
            """);

        Assert.Equal(new Facts { Payment = "pi_1", Charge = "ch_1", Invoice = "in_1", Customer = "cus_1", Amount = 30m, Currency = "EUR", Test = false }, facts);
    }

    [Fact]
    public void A_charge_without_payment_intent_is_its_own_payment() =>
        Assert.Equal("ch_1", Facts("charge.succeeded", """{"object":"charge","id":"ch_1","payment_intent":null}""").Payment);

    [Theory]
    [InlineData("true", "50")]
    [InlineData("false", "0")]
    public void In_very_old_payloads_a_charge_is_captured_as_a_whole_or_not_at_all(string captured, string amount) =>
        Assert.Equal(
            decimal.Parse(amount),
            Facts("charge.succeeded", $$"""{"object":"charge","id":"ch_1","amount":5000,"captured":{{captured}},"currency":"eur"}""").Amount);

    [Fact]
    public void An_authorised_charge_brought_nothing_in() =>
        Assert.Equal(0m, Facts("charge.succeeded", """{"object":"charge","id":"ch_1","paid":true,"captured":false,"amount":5000,"amount_captured":0,"currency":"eur"}""").Amount);

    [Theory]
    [InlineData("""{"object":"payment_intent","id":"pi_1","latest_charge":"ch_1","amount":5000,"amount_received":4900,"currency":"usd","customer":null}""")]
    [InlineData("""{"object":"payment_intent","id":"pi_1","charges":{"data":[{"id":"ch_1"}]},"amount":5000,"amount_received":4900,"currency":"usd"}""")]
    public void A_payment_intent_of_either_generation_names_its_charge(string json) =>
        Assert.Equal(
            new Facts { Payment = "pi_1", Charge = "ch_1", Amount = 49m, Currency = "USD", Test = false }, Facts("payment_intent.succeeded", json));

    [Fact]
    public void A_session_names_what_it_made() =>
        Assert.Equal(
            new Facts { Session = "cs_1", Payment = "pi_1", Invoice = "in_1", Subscription = "sub_1", Customer = "cus_1", Amount = 49m, Currency = "USD", Test = false },
            Facts("checkout.session.completed", """
                {"object":"checkout.session","id":"cs_1","payment_intent":"pi_1","invoice":"in_1","subscription":"sub_1","customer":{"id":"cus_1","object":"customer"},"amount_total":4900,"currency":"usd"}
                """));

    [Fact]
    public void An_invoice_before_basil_names_payment_and_subscription() =>
        Assert.Equal(
            new Facts { Invoice = "in_1", Payment = "pi_1", Charge = "ch_1", Subscription = "sub_1", Customer = "cus_1", Amount = 49m, Currency = "USD", Test = false },
            Facts("invoice.paid", """
                {"object":"invoice","id":"in_1","payment_intent":"pi_1","charge":"ch_1","subscription":"sub_1","customer":"cus_1","amount_paid":4900,"amount_due":4900,"currency":"usd"}
                """));

    [Fact]
    public void An_invoice_since_basil_names_its_subscription_below_parent_and_no_payment() =>
        Assert.Equal(
            new Facts { Invoice = "in_1", Subscription = "sub_1", Customer = "cus_1", Amount = 49m, Currency = "USD", Test = false },
            Facts("invoice.paid", """
                {"object":"invoice","id":"in_1","parent":{"type":"subscription_details","subscription_details":{"subscription":"sub_1"}},"customer":"cus_1","amount_paid":4900,"currency":"usd"}
                """));

    [Fact]
    public void An_invoice_payment_links_invoice_and_payment() =>
        Assert.Equal(
            new Facts { Invoice = "in_1", Payment = "pi_1", Amount = 49m, Currency = "USD", Test = false },
            Facts("invoice_payment.paid", """
                {"object":"invoice_payment","id":"inpay_1","invoice":"in_1","amount_paid":4900,"currency":"usd","payment":{"type":"payment_intent","payment_intent":"pi_1"}}
                """));

    [Fact]
    public void A_subscription_and_a_customer_name_themselves()
    {
        var subscription = Facts("customer.subscription.created", """{"object":"subscription","id":"sub_1","customer":"cus_1","latest_invoice":"in_1","currency":"usd"}""");
        var customer = Facts("customer.created", """{"object":"customer","id":"cus_1"}""");

        Assert.Equal(new Facts { Subscription = "sub_1", Customer = "cus_1", Invoice = "in_1", Test = false }, subscription);
        Assert.Equal(new Facts { Customer = "cus_1", Test = false }, customer);
    }

    [Theory]
    [InlineData("refund.created", """{"object":"refund","id":"re_1","payment_intent":"pi_1","charge":"ch_1","amount":900,"currency":"usd"}""")]
    [InlineData("charge.refund.updated", """{"object":"refund","id":"re_1","payment_intent":"pi_1","charge":"ch_1","amount":900,"currency":"usd"}""")]
    [InlineData("charge.dispute.created", """{"object":"dispute","id":"du_1","payment_intent":"pi_1","charge":"ch_1","amount":900,"currency":"usd"}""")]
    [InlineData("charge.refunded", """{"object":"charge","id":"ch_1","payment_intent":"pi_1","amount":4900,"amount_captured":4900,"amount_refunded":900,"currency":"usd"}""")]
    public void Money_that_flows_back_is_a_refund_with_its_own_amount(string type, string json) =>
        Assert.Equal(new Facts { Payment = "pi_1", Charge = "ch_1", Amount = 9m, Currency = "USD", Refund = true, Test = false }, Facts(type, json));

    [Fact]
    public void A_second_partial_refund_is_what_was_added()
    {
        var facts = Adapter.FactsOf("charge.refunded.json", """
            {"id":"evt_1","object":"event","type":"charge.refunded","created":1773500966,"livemode":true,"data":{
              "object":{"object":"charge","id":"ch_1","amount_refunded":1500,"currency":"usd"},"previous_attributes":{"amount_refunded":900}}}
            """);

        Assert.Equal(6m, facts.Amount);
    }

    [Fact]
    public void A_credit_note_is_a_refund_of_its_invoice() =>
        Assert.Equal(
            new Facts { Invoice = "in_1", Customer = "cus_1", Amount = 9m, Currency = "USD", Refund = true, Test = false },
            Facts("credit_note.created", """{"object":"credit_note","id":"cn_1","invoice":"in_1","customer":"cus_1","amount":900,"currency":"usd"}"""));

    [Fact]
    public void An_amount_without_currency_or_beyond_a_long_is_unknown()
    {
        Assert.Null(Facts("charge.succeeded", """{"object":"charge","id":"ch_1","amount_captured":4900}""").Amount);
        Assert.Null(Facts("charge.succeeded", """{"object":"charge","id":"ch_1","amount_captured":9223372036854775808,"currency":"usd"}""").Amount);
    }

    private static Facts Facts(string type, string dataObject) => Adapter.FactsOf(type + ".json", $$$"""
        {"id":"evt_1","object":"event","type":"{{{type}}}","created":1773500966,"livemode":true,"data":{"object":{{{dataObject}}}}}
        """);
}
