using CometHooks.Stripe;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

public sealed class StripeAdapterTests : AdapterContract
{
    private protected override ISourceAdapter Adapter { get; } = new StripeAdapter();

    private protected override string SignatureHeader => "Stripe-Signature";

    private protected override string SampleName => "charge.succeeded.json";

    private protected override string SampleBody => """
        {
          "id": "evt_1TestAdaCharge", "object": "event", "api_version": "2025-09-30.clover", "created": 1773500966,
          "type": "charge.succeeded", "livemode": true, "account": "acct_1TestAda", "pending_webhooks": 1,
          "data": {
            "object": {
              "id": "ch_3TestAda", "object": "charge", "amount": 4900, "amount_captured": 4900, "amount_refunded": 0, "captured": true,
              "currency": "usd", "customer": "cus_TestAda", "payment_intent": "pi_3TestAda",
              "billing_details": { "email": "ada@example.com" }
            },
            "previous_attributes": { "amount_refunded": 0 }
          }
        }
        """;

    [Theory]
    [InlineData(300, VerificationResult.Valid)]
    [InlineData(-300, VerificationResult.Valid)]
    [InlineData(301, VerificationResult.Late)]
    [InlineData(-301, VerificationResult.Late)]
    public void A_signature_counts_for_300_seconds_both_ways(int age, VerificationResult expected) =>
        Assert.Equal(expected, Adapter.Verify(Sample().ArrivingAt(Now.AddSeconds(age)), Settings()).Result);

    [Fact]
    public void The_tolerance_can_be_set()
    {
        var settings = new SourceSettings { Endpoint = "it", Secrets = [Secret], Tolerance = TimeSpan.FromHours(1) };
        Assert.Equal(VerificationResult.Valid, Adapter.Verify(Sample().ArrivingAt(Now.AddHours(1)), settings).Result);
    }

    [Fact]
    public void An_old_signature_that_is_wrong_is_a_mismatch_and_not_late()
    {
        var verification = Adapter.Verify(Sample().ArrivingAt(Now.AddDays(1)).With(Bytes("{}")), Settings());
        Assert.Equal(VerificationResult.Mismatch, verification.Result);
    }

    [Fact]
    public void While_a_secret_is_rolled_one_of_several_v1_is_enough_and_v0_never_is()
    {
        var right = Sample().Header(SignatureHeader)!;
        var (t, v1) = (right.Split(',')[0], right.Split(',')[1]);
        var wrong = "v1=" + new string('0', 64);

        Assert.Equal(VerificationResult.Valid, Adapter.Verify(Sample().With(SignatureHeader, $"{t},{wrong},{v1},v0=abc"), Settings()).Result);
        Assert.Equal(VerificationResult.Mismatch, Adapter.Verify(Sample().With(SignatureHeader, $"{t},{wrong},v0={v1[3..]}"), Settings()).Result);
        Assert.Equal(VerificationResult.Malformed, Adapter.Verify(Sample().With(SignatureHeader, $"{t},v0={v1[3..]}"), Settings()).Result);
        Assert.Equal(VerificationResult.Malformed, Adapter.Verify(Sample().With(SignatureHeader, $"{t},{t},{v1}"), Settings()).Result);
        Assert.Equal(VerificationResult.Malformed, Adapter.Verify(Sample().With(SignatureHeader, $"{t},{v1.ToUpperInvariant().Replace("V1", "v1", StringComparison.Ordinal)}"), Settings()).Result);
    }

    [Fact]
    public void An_event_is_named_by_its_own_id()
    {
        var sourceEvent = Adapter.ReadOne(Sample());

        Assert.Equal("evt_1TestAdaCharge", sourceEvent.InboxKey);
        Assert.Equal("evt_1TestAdaCharge", sourceEvent.EventId);
        Assert.Null(sourceEvent.ContentKey);
        Assert.Equal("charge.succeeded", sourceEvent.Type);
        Assert.Equal(Now, sourceEvent.OccurredAt);
        Assert.Equal("acct_1TestAda", sourceEvent.Account);
        Assert.False(sourceEvent.Test);
        Assert.Null(sourceEvent.IgnoredBecause);
    }

    [Fact]
    public void An_event_of_test_mode_is_a_test()
    {
        var body = SampleBody.Replace("\"livemode\": true", "\"livemode\": false", StringComparison.Ordinal);
        Assert.True(Adapter.ReadOne(Sample().With(Bytes(body))).Test);
        Assert.True(Adapter.FactsOf(SampleName, body).Test);
    }

    [Fact]
    public void An_event_without_an_api_version_is_read()
    {
        var body = SampleBody.Replace("\"2025-09-30.clover\"", "null", StringComparison.Ordinal);
        Assert.Null(Adapter.ReadOne(Sample().With(Bytes(body))).UnreadableBecause);
    }

    [Fact]
    public void A_thin_event_is_ignored_with_its_type_and_time()
    {
        var sourceEvent = Adapter.ReadOne(Sample().With(Bytes("""
            {"id":"evt_test_thin1","object":"v2.core.event","type":"v1.billing.meter.no_meter_found","created":"2026-03-14T15:09:26.500Z","livemode":false,"related_object":null}
            """)));

        Assert.NotNull(sourceEvent.IgnoredBecause);
        Assert.Null(sourceEvent.UnreadableBecause);
        Assert.Equal("v1.billing.meter.no_meter_found", sourceEvent.Type);
        Assert.Equal(Now.AddMilliseconds(500), sourceEvent.OccurredAt);
        Assert.True(sourceEvent.Test);
    }

    [Theory]
    [InlineData("""{"object":"charge","id":"ch_1"}""", "'object'")]
    [InlineData("""{"object":"event","type":"charge.succeeded","data":{"object":{}}}""", "'id'")]
    [InlineData("""{"object":"event","id":17,"type":"charge.succeeded","data":{"object":{}}}""", "'id'")]
    [InlineData("""{"object":"event","id":"evt_1","data":{"object":{}}}""", "'type'")]
    [InlineData("""{"object":"event","id":"evt_1","type":"charge.succeeded","data":{"object":[]}}""", "'data.object'")]
    [InlineData("""{"object":"event","id":"evt_1","type":"charge.succeeded"}""", "'data.object'")]
    public void What_an_event_lacks_is_named(string body, string named) =>
        Assert.Contains(named, Adapter.ReadOne(Sample().With(Bytes(body))).UnreadableBecause, StringComparison.Ordinal);
}
