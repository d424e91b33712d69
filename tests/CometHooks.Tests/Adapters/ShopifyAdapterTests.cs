using CometHooks.Shopify;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

public sealed class ShopifyAdapterTests : AdapterContract
{
    private protected override ISourceAdapter Adapter { get; } = new ShopifyAdapter();

    private protected override string SignatureHeader => "X-Shopify-Hmac-Sha256";

    private protected override string SampleName => "orders_paid.card.json";

    private protected override string SampleBody => """
        {
          "id": 9007199254740993, "token": "tok_order", "checkout_token": "tok_checkout", "test": false, "currency": "AUD",
          "total_price": "60.33", "current_total_price": "50.00", "presentment_currency": "USD",
          "customer": { "id": 9007199254740995, "email": "ada@example.com" },
          "created_at": "2026-03-14T11:00:00-04:00", "processed_at": "2026-03-14T11:00:01-04:00", "updated_at": "2026-03-14T11:00:02-04:00"
        }
        """;

    [Fact]
    public void Both_families_of_headers_are_read()
    {
        var x = Sample();
        var plain = Request(x.Body, x.Headers.Select(header => KeyValuePair.Create(header.Key["X-".Length..], header.Value[0])));

        Assert.Equal(VerificationResult.Valid, Adapter.Verify(plain, Settings()).Result);
        Assert.Equal(Adapter.ReadOne(x), Adapter.ReadOne(plain));
    }

    [Fact]
    public void A_delivery_is_named_by_its_headers()
    {
        var sourceEvent = Adapter.ReadOne(Sample().With("X-Shopify-Webhook-Id", "id-1").With("X-Shopify-Event-Id", "ev-1").With("X-Shopify-Shop-Domain", "Ada.MyShopify.com"));

        Assert.Equal("ada.myshopify.com orders/paid id-1", sourceEvent.InboxKey);
        Assert.Equal("ev-1", sourceEvent.EventId);
        Assert.Equal("orders/paid", sourceEvent.Type);
        Assert.Equal("ada.myshopify.com", sourceEvent.Shop);
        Assert.False(sourceEvent.Test);
    }

    [Fact]
    public void One_action_under_two_topics_is_two_deliveries()
    {
        var (paid, created) = (Adapter.ReadOne(Sample()), Adapter.ReadOne(Sample().With("X-Shopify-Topic", "orders/create")));

        Assert.NotEqual(paid.InboxKey, created.InboxKey);
        Assert.NotEqual(paid.ContentKey, created.ContentKey);
    }

    [Fact]
    public void The_same_content_under_another_id_or_none_has_the_same_content_key()
    {
        var first = Adapter.ReadOne(Sample());
        var replayed = Adapter.ReadOne(Sample().With("X-Shopify-Webhook-Id", "another"));
        var bare = Adapter.ReadOne(Sample().With("X-Shopify-Webhook-Id", null).With("X-Shopify-Event-Id", null));

        Assert.NotEqual(first.InboxKey, replayed.InboxKey);
        Assert.Equal(first.ContentKey, replayed.ContentKey);
        Assert.Equal(first.ContentKey, bare.ContentKey);
        Assert.Equal(bare.ContentKey, bare.InboxKey);
        Assert.Equal("shopify:" + bare.ContentKey, bare.EventId);
    }

    [Fact]
    public void Without_an_event_id_the_webhook_id_names_the_event() =>
        Assert.Equal("id-1", Adapter.ReadOne(Sample().With("X-Shopify-Webhook-Id", "id-1").With("X-Shopify-Event-Id", null)).EventId);

    [Theory]
    [InlineData(null)]
    [InlineData("orders/paid,orders/create")]
    [InlineData("orders paid")]
    public void Without_one_topic_a_delivery_is_unreadable(string? topic) =>
        Assert.Contains("X-Shopify-Topic", Adapter.ReadOne(Sample().With("X-Shopify-Topic", topic)).UnreadableBecause, StringComparison.Ordinal);

    [Theory]
    [InlineData("ComeTHooks-sample.myshopify.com", VerificationResult.Valid)]
    [InlineData("other.myshopify.com", VerificationResult.Mismatch)]
    [InlineData("", VerificationResult.Valid)]
    [InlineData(null, VerificationResult.Valid)]
    public void A_delivery_must_be_of_the_endpoints_shop(string? shop, VerificationResult expected)
    {
        var settings = new SourceSettings { Endpoint = "it", Secrets = [Secret], Shop = shop };
        Assert.Equal(expected, Adapter.Verify(Sample(), settings).Result);
    }

    [Fact]
    public void A_delivery_that_names_no_shop_is_refused_where_a_shop_is_set()
    {
        var settings = new SourceSettings { Endpoint = "it", Secrets = [Secret], Shop = "comethooks-sample.myshopify.com" };
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(Sample().With("X-Shopify-Shop-Domain", null), settings).Result);
    }

    [Theory]
    [InlineData("""{"id":820982911946154508,"email":"jon@example.com","financial_status":"voided"}""")]
    [InlineData("""{"id":1,"order_id":820982911946154508}""")]
    [InlineData("""{"id":1,"test":true}""")]
    public void Test_orders_and_the_stock_notification_are_tests(string body)
    {
        Assert.True(Adapter.ReadOne(Sample().With(Bytes(body))).Test);
        Assert.True(Adapter.FactsOf(SampleName, body).Test);
    }

    [Fact]
    public void The_customer_of_a_test_notification_is_a_test_and_every_other_is_not()
    {
        bool IsTest(string id) => Adapter.ReadOne(Signed(Adapter, "customers_create.json", Bytes($$"""{"id":{{id}},"email":"bob@example.com","first_name":"Bob","last_name":"Biller"}"""))).Test;

        Assert.True(IsTest("706405506930370084"));
        Assert.False(IsTest("706405506930370085"));
    }

    [Fact]
    public void The_time_is_the_triggers_with_nanoseconds_else_the_bodys()
    {
        Assert.Equal(Now.AddTicks(1234567), Adapter.ReadOne(Sample().With("X-Shopify-Triggered-At", "2026-03-14T15:09:26.123456700Z")).OccurredAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 15, 0, 2, TimeSpan.Zero), Adapter.ReadOne(Sample().With("X-Shopify-Triggered-At", null)).OccurredAt);
        Assert.NotNull(Adapter.ReadOne(Sample().With("X-Shopify-Triggered-At", "soon")).OccurredAt);
    }

    [Theory]
    [InlineData("customers_redact.json", """{"shop_id":1,"shop_domain":"ada.myshopify.com","customer":{"id":7}}""", "customers/redact", "ada.myshopify.com")]
    [InlineData("app_uninstalled.json", """{"id":1,"myshopify_domain":"ada.myshopify.com"}""", "app/uninstalled", "ada.myshopify.com")]
    [InlineData("orders_partially_fulfilled.json", """{"id":1}""", "orders/partially_fulfilled", "comethooks-sample.myshopify.com")]
    public void A_sample_has_the_topic_of_its_file_name_and_the_shop_of_its_body(string name, string body, string topic, string shop)
    {
        var sourceEvent = Adapter.ReadOne(Signed(Adapter, name, Bytes(body)));
        Assert.Equal((topic, shop), (sourceEvent.Type, sourceEvent.Shop));
    }
}
