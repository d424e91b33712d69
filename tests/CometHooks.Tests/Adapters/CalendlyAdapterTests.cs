using CometHooks.Calendly;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

public sealed class CalendlyAdapterTests : AdapterContract
{
    private const string Invitee = "https://api.calendly.com/scheduled_events/EEEE/invitees/IIII";

    private protected override ISourceAdapter Adapter { get; } = new CalendlyAdapter();

    private protected override string SignatureHeader => "Calendly-Webhook-Signature";

    private protected override string SampleName => "invitee.created.json";

    private protected override string SampleBody => """
        {
          "event": "invitee.created", "created_at": "2026-03-14T15:09:27.000000Z", "created_by": "https://api.calendly.com/users/UUUU",
          "payload": {
            "uri": "https://api.calendly.com/scheduled_events/EEEE/invitees/IIII", "email": "ada@example.com", "name": "Ada Example",
            "created_at": "2026-03-14T15:09:26.250000Z", "updated_at": "2026-03-14T15:09:26.350000Z", "old_invitee": null,
            "no_show": { "uri": "https://api.calendly.com/invitee_no_shows/NNNN", "created_at": "2026-03-14T16:00:00.000000Z" },
            "payment": { "external_id": "ch_3TestAda", "provider": "stripe", "amount": 49.5, "currency": "usd", "successful": true }
          }
        }
        """;

    [Theory]
    [InlineData(180, VerificationResult.Valid)]
    [InlineData(181, VerificationResult.Late)]
    [InlineData(-181, VerificationResult.Late)]
    public void A_signature_counts_for_180_seconds_and_is_kept_when_late(int age, VerificationResult expected)
    {
        Assert.Equal(expected, Adapter.Verify(Sample().ArrivingAt(Now.AddSeconds(age)), Settings()).Result);
        Assert.True(Adapter.KeepsLate);
    }

    [Fact]
    public void A_booking_is_named_by_event_and_invitee()
    {
        var sourceEvent = Adapter.ReadOne(Sample());

        Assert.Equal("calendly:invitee.created:EEEE:IIII", sourceEvent.EventId);
        Assert.Equal(sourceEvent.EventId, sourceEvent.InboxKey);
        Assert.Equal("invitee.created", sourceEvent.Type);
        Assert.Equal(Now.AddMilliseconds(250), sourceEvent.OccurredAt);
    }

    [Fact]
    public void Two_subscriptions_name_the_same_booking_alike()
    {
        var other = SampleBody
            .Replace("users/UUUU", "users/VVVV", StringComparison.Ordinal)
            .Replace("15:09:27.000000Z", "15:09:29.000000Z", StringComparison.Ordinal);

        Assert.Equal(Adapter.ReadOne(Sample()).InboxKey, Adapter.ReadOne(Sample().With(Bytes(other))).InboxKey);
    }

    [Theory]
    [InlineData("invitee.canceled", "calendly:invitee.canceled:EEEE:IIII")]
    [InlineData("invitee_no_show.created", "calendly:invitee_no_show.created:NNNN")]
    [InlineData("invitee_no_show.deleted", "calendly:invitee_no_show.deleted:EEEE:IIII:2026-03-14T15:09:26.350000Z")]
    public void Each_kind_of_event_has_the_id_of_what_happened(string type, string id) =>
        Assert.Equal(id, Read(type, SampleBody).EventId);

    [Theory]
    [InlineData("routing_form_submission.created", """{"uri":"https://api.calendly.com/routing_form_submissions/RRRR","updated_at":"2026-03-14T15:00:00Z"}""", "calendly:routing_form_submission.created:RRRR")]
    [InlineData("event_type.updated", """{"uri":"https://api.calendly.com/event_types/TTTT","updated_at":"2026-03-14T15:00:00Z"}""", "calendly:event_type.updated:TTTT:2026-03-14T15:00:00Z")]
    public void What_is_no_booking_is_named_by_its_own_address(string type, string payload, string id) =>
        Assert.Equal(id, Read(type, Envelope(payload)).EventId);

    [Theory]
    [InlineData("""{"name":"Ada Example"}""")]
    [InlineData("""{"uri":"no address"}""")]
    [InlineData("""{"uri":"https://api.calendly.com/odd"}""")]
    public void Without_an_address_an_event_is_named_by_its_payload_alone(string payload)
    {
        var (one, other) = (Read("contact.created", Envelope(payload)), Read("contact.created", Envelope(payload, "https://api.calendly.com/users/VVVV")));

        Assert.Null(one.UnreadableBecause);
        Assert.Equal(one.EventId, other.EventId);
        Assert.NotEqual(one.EventId, Read("contact.created", Envelope("""{"name":"Grace Example"}""")).EventId);
    }

    [Fact]
    public void The_dead_shape_of_API_v1_is_unreadable_and_says_so()
    {
        var sourceEvent = Adapter.ReadOne(Sample().With(Bytes("""
            {"event":"invitee.created","time":"2018-03-14T19:16:01Z","payload":{"event":{"uuid":"E"},"invitee":{"uuid":"I","email":"ada@example.com"}}}
            """)));

        Assert.Contains("API v1", sourceEvent.UnreadableBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paid_booking_names_its_payment() =>
        Assert.Equal(
            new Facts { Booking = Invitee, Payment = "ch_3TestAda", Amount = 49.5m, Currency = "USD" },
            Adapter.FactsOf(SampleName, SampleBody));

    [Fact]
    public void A_routing_form_is_no_booking() =>
        Assert.Equal(Facts.None, Adapter.FactsOf(SampleName, Envelope("""{"uri":"https://api.calendly.com/routing_form_submissions/RRRR","payment":null}""")));

    private SourceEvent Read(string type, string body) =>
        Adapter.ReadOne(Sample().With(Bytes(body.Replace("\"invitee.created\"", $"\"{type}\"", StringComparison.Ordinal))));

    private static string Envelope(string payload, string by = "https://api.calendly.com/users/UUUU") =>
        $$"""{"event":"invitee.created","created_at":"2026-03-14T15:09:27Z","created_by":"{{by}}","payload":{{payload}}}""";
}
