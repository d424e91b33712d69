using System.Text;
using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Store;
using CometHooks.Stripe;

namespace CometHooks.Tests.Map;

public sealed class WebhookMapperTests
{
    private const string Charge = """
        {"id":"evt_1","object":"event","type":"charge.succeeded","created":1772446530,"livemode":true,"data":{"object":{
        "id":"ch_1","object":"charge","amount":4900,"amount_captured":4900,"captured":true,"currency":"usd","payment_intent":"pi_1",
        "billing_details":{"email":"ada@example.com","phone":"(650)555-1212","name":null},"metadata":{}}}}
        """;

    [Fact]
    public void A_national_phone_number_takes_the_country_of_its_rule_else_of_the_mapping_else_of_the_endpoint()
    {
        string?[] phones =
        [
            Phone(rule: "US", mapping: "", endpoint: ""),
            Phone(rule: "", mapping: "US", endpoint: ""),
            Phone(rule: "", mapping: "", endpoint: "US"),
            Phone(rule: "US", mapping: "DE", endpoint: "GB"),
        ];

        Assert.All(phones, phone => Assert.Equal("16505551212", phone));
        Assert.Null(Phone(rule: "", mapping: "", endpoint: ""));
    }

    [Fact]
    public void An_empty_once_per_falls_back_to_the_event_id_and_is_marked_weak()
    {
        var draft = Assert.Single(Map(Mapping("billing_details.name")).Outcome.Conversions);

        Assert.Equal(["evt_1"], draft.Keys);
        Assert.True(draft.WeakKey);
    }

    [Fact]
    public void A_list_in_once_per_gives_every_key_that_is_known_once()
    {
        var draft = Assert.Single(Map(Mapping("[payment_intent, id, billing_details.name, payment_intent]")).Outcome.Conversions);

        Assert.Equal(["pi_1", "ch_1"], draft.Keys);
        Assert.False(draft.WeakKey);
    }

    [Fact]
    public void A_rule_that_fails_names_its_place_and_stops_no_other_rule()
    {
        var text = Mapping("id") + """

              - name: broken
                on: charge.succeeded
                when: currency > 5
                send: subscribe
                once_per: id
            """;

        var outcome = Map(text).Outcome;

        Assert.Equal(WebhookState.Failed, outcome.State);
        Assert.StartsWith("m.yaml:14:11: when: ", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal("payment", Assert.Single(outcome.Conversions).Rule);
    }

    [Fact]
    public void A_webhook_that_no_rule_wants_says_which_rules_looked_at_it_and_what_they_saw()
    {
        var outcome = Map(Mapping("id").Replace("send: purchase", "when: captured = false\n    send: purchase", StringComparison.Ordinal)).Outcome;

        Assert.Equal(WebhookState.Ignored, outcome.State);
        Assert.Equal("rule 'payment': when is false: captured = false (captured = true)", outcome.Reason);
    }

    [Fact]
    public void A_purchase_whose_amount_gives_nothing_is_rejected_not_sent_without_it()
    {
        var draft = Assert.Single(Map(Mapping("id") + "\n      amount: amount_capturd").Outcome.Conversions);

        Assert.Equal(ConversionState.Rejected, draft.State);
        Assert.Equal("amount: the rule's expression gave nothing", draft.Reason);
    }

    private static string? Phone(string rule, string mapping, string endpoint)
    {
        var text = Mapping("id");
        if (rule.Length > 0)
        {
            text = text.Replace("send: purchase", $"phone_country: {rule}\n    send: purchase", StringComparison.Ordinal);
        }

        if (mapping.Length > 0)
        {
            text = $"phone_country: {mapping}\n{text}";
        }

        return Assert.Single(Map(text, new EndpointOptions { Source = "stripe", PhoneCountry = endpoint }).Outcome.Conversions).Event.Person.Phone;
    }

    private static string Mapping(string oncePer) => $"""
        version: 1
        source: stripe
        payload: data.object
        rules:
          - name: payment
            on: charge.succeeded
            send: purchase
            once_per: {oncePer}
            fields:
              email: billing_details.email
              phone: billing_details.phone
        """.ReplaceLineEndings("\n");

    private static MappedWebhook Map(string text, EndpointOptions? options = null)
    {
        var problems = new List<Problem>();
        var mapping = MappingReader.Read("m.yaml", text.ReplaceLineEndings("\n"), problems);
        Assert.Empty(problems);
        var target = new MapTarget("stripe", options ?? new EndpointOptions { Source = "stripe" }, new StripeAdapter(), mapping!, "main", new DestinationOptions());
        return WebhookMapper.Map(
            new StoredWebhook
            {
                Id = 1,
                Endpoint = "stripe",
                Source = "stripe",
                InboxKey = "evt_1",
                EventId = "evt_1",
                Type = "charge.succeeded",
                ReceivedAt = DateTimeOffset.UnixEpoch,
                HeadersJson = "{}",
                Body = Encoding.UTF8.GetBytes(Charge),
                Lease = 1,
            },
            target);
    }
}
