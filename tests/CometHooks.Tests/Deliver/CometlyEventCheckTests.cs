using CometHooks.Deliver;

namespace CometHooks.Tests.Deliver;

public sealed class CometlyEventCheckTests
{
    private static readonly DestinationOptions Main = Some.Destination();

    [Fact]
    public void An_amount_of_text_keeps_its_digits()
    {
        var checkedEvent = Check(("email", Some.Email), ("amount", "403.00"));

        Assert.Empty(checkedEvent.Rejections);
        Assert.Contains("\"amount\":403.00", Some.Writer.Write(checkedEvent.Event, "k"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_as_an_id_keeps_all_its_digits()
    {
        var checkedEvent = Check(("email", Some.Email), ("order_id", 5678901234567890123m));

        Assert.Equal("5678901234567890123", checkedEvent.Event.Order.OrderId);
    }

    [Fact]
    public void All_reasons_are_named_at_once()
    {
        var draft = Some.Draft("purchaze", null, ("amount", "a lot"), ("currency", "dollars"));

        var rejections = CometlyEventCheck.Check(draft, Main).Rejections;

        Assert.Equal(4, rejections.Count);
        Assert.Contains(rejections, r => r.StartsWith("event_name:", StringComparison.Ordinal) && r.Contains("Did you mean 'purchase'?", StringComparison.Ordinal));
        Assert.Contains(rejections, r => r.StartsWith("identification:", StringComparison.Ordinal));
        Assert.Contains("amount: not a number", rejections);
        Assert.Contains("currency: not three letters", rejections);
    }

    [Theory]
    [InlineData("custom_event_1", true)]
    [InlineData("custom_event_50", true)]
    [InlineData("custom_event_51", false)]
    [InlineData("custom_event_0", false)]
    [InlineData("webinar_registration", true)]
    [InlineData("upsell_purchase", false)]
    public void Only_names_that_Cometly_knows_pass(string name, bool known)
    {
        var draft = Some.Draft(name, null, ("email", Some.Email));

        Assert.Equal(known, CometlyEventCheck.Check(draft, Main).Rejections.Count == 0);
    }

    [Fact]
    public void Missing_identification_names_what_is_missing()
    {
        var rejection = Assert.Single(Check(("fingerprint", "fp-1")).Rejections);

        Assert.Contains("email is missing", rejection, StringComparison.Ordinal);
        Assert.Contains("fingerprint came without ip", rejection, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("comet_token", "t-1", null, null)]
    [InlineData("email", "ines@example.org", null, null)]
    [InlineData("fingerprint", "fp-1", "ip", "203.0.113.7")]
    public void Each_of_the_three_identifications_is_enough(string name, string value, string? second, string? secondValue)
    {
        (string, object)[] fields = second is null ? [(name, value)] : [(name, value), (second, secondValue!)];

        Assert.Empty(Check(fields).Rejections);
    }

    [Fact]
    public void A_purchase_without_an_amount_passes_as_Cometly_documents_it() =>
        Assert.Empty(Check(("email", Some.Email)).Rejections);

    [Fact]
    public void A_negative_amount_rejects() =>
        Assert.Contains("negative", Assert.Single(Check(("email", Some.Email), ("amount", -5m)).Rejections), StringComparison.Ordinal);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("1,234.00")]
    [InlineData("")]
    [InlineData("0.1234567890123456789012345678901")]
    public void What_is_no_exact_number_rejects(string amount) =>
        Assert.Equal("amount: not a number", Assert.Single(Check(("email", Some.Email), ("amount", amount)).Rejections));

    [Fact]
    public void A_currency_without_an_amount_never_costs_the_conversion()
    {
        var checkedEvent = Check(("email", Some.Email), ("currency", "dollars"));

        Assert.Empty(checkedEvent.Rejections);
        Assert.Equal("not three letters", checkedEvent.Dropped["currency"]);
    }

    [Theory]
    [InlineData("phone", "12")]
    [InlineData("ip", "10.0.0")]
    [InlineData("ip", "1")]
    [InlineData("url", "/thank-you")]
    [InlineData("url", "javascript:alert(1)")]
    [InlineData("event_time", "yesterday")]
    [InlineData("is_upsell", "perhaps")]
    [InlineData("first_name", "")]
    [InlineData("ammount", "5")]
    [InlineData("profile_field_1", "gold")]
    public void A_bad_optional_field_is_left_out_and_the_conversion_goes(string name, string value)
    {
        var checkedEvent = Check(("email", Some.Email), (name, value));

        Assert.Empty(checkedEvent.Rejections);
        Assert.Equal(name, Assert.Single(checkedEvent.Dropped).Key);
        Assert.DoesNotContain($"\"{name}\"", Some.Writer.Write(checkedEvent.Event with { EventTime = null }, "k"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full_name", 255)]
    [InlineData("user_agent", 1024)]
    [InlineData("order_id", 255)]
    public void A_text_may_be_as_long_as_its_limit_and_no_longer(string name, int limit)
    {
        Assert.Empty(Check(("email", Some.Email), (name, new string('x', limit))).Dropped);
        Assert.Contains($"at most {limit}", Check(("email", Some.Email), (name, new string('x', limit + 1))).Dropped[name], StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_email_is_dropped_where_something_else_identifies()
    {
        var checkedEvent = Check(("email", "not an address"), ("comet_token", "t-1"));

        Assert.Empty(checkedEvent.Rejections);
        Assert.Null(checkedEvent.Event.Person.Email);
        Assert.Contains("email", checkedEvent.Dropped);
    }

    [Fact]
    public void A_bad_email_rejects_where_nothing_else_identifies() =>
        Assert.StartsWith("email:", Assert.Single(Check(("email", "not an address")).Rejections), StringComparison.Ordinal);

    [Fact]
    public void An_email_loses_its_surrounding_spaces_and_keeps_its_case() =>
        Assert.Equal("Ines@Example.org", Check(("email", " Ines@Example.org ")).Event.Person.Email);

    [Theory]
    [InlineData("drop", null)]
    [InlineData("send", "203.0.113.7")]
    public void An_ip_without_fingerprint_goes_by_the_destinations_word(string policy, string? sent)
    {
        var draft = Some.Draft("purchase", null, ("email", Some.Email), ("ip", "203.0.113.7"));

        Assert.Equal(sent, CometlyEventCheck.Check(draft, Main with { IpWithoutFingerprint = policy }).Event.Visitor.Ip);
    }

    [Fact]
    public void A_fingerprint_without_ip_is_dropped_where_something_else_identifies()
    {
        var checkedEvent = Check(("email", Some.Email), ("fingerprint", "fp-1"));

        Assert.Null(checkedEvent.Event.Visitor.Fingerprint);
        Assert.Contains("fingerprint", checkedEvent.Dropped);
    }

    [Theory]
    [InlineData("(650)555-1212", "US", "digits", "16505551212")]
    [InlineData("(650)555-1212", "US", "e164", "+16505551212")]
    [InlineData("+49 30 901820", null, "digits", "4930901820")]
    [InlineData("(650)555-1212", null, "digits", null)]
    public void A_phone_number_carries_its_country_or_does_not_go(string text, string? country, string format, string? sent)
    {
        var draft = Some.Draft("purchase", country, ("email", Some.Email), ("phone", text));

        Assert.Equal(sent, CometlyEventCheck.Check(draft, Main with { PhoneFormat = format }).Event.Person.Phone);
    }

    [Theory]
    [InlineData("2026-05-06T07:08:09Z", "2026-05-06T07:08:09Z")]
    [InlineData("2026-05-06T09:08:09+02:00", "2026-05-06T07:08:09Z")]
    [InlineData("2026-05-06T07:08:09.123456789Z", "2026-05-06T07:08:09.1234567Z")]
    [InlineData("2026-05-06", "2026-05-06T00:00:00Z")]
    [InlineData("1778051289", "2026-05-06T07:08:09Z")]
    public void A_readable_time_outranks_the_sources(string text, string onTheWire)
    {
        var e = Check(("email", Some.Email), ("event_time", text)).Event;

        Assert.Contains($"\"event_time\":\"{onTheWire}\"", Some.Writer.Write(e, "k"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1778051289000")]
    [InlineData("-1")]
    [InlineData("06/05/2026")]
    public void An_unreadable_time_leaves_the_sources_standing(string text)
    {
        var checkedEvent = Check(("email", Some.Email), ("event_time", text));

        Assert.Equal(Some.Now, checkedEvent.Event.EventTime);
        Assert.Contains("event_time", checkedEvent.Dropped);
    }

    [Fact]
    public void Values_of_every_kind_in_every_field_never_throw()
    {
        object[] values = ["", " ", "\0", "\ud800", new string('9', 20_000), decimal.MaxValue, decimal.MinValue, true, false, new object(), "https://", "0x7f"];

        foreach (var name in CometlyFields.All.Keys)
        {
            foreach (var value in values)
            {
                var checkedEvent = CometlyEventCheck.Check(Some.Draft("purchase", "??", (name, value)), Main with { ExtraFields = true });
                Assert.NotNull(Some.Writer.Write(checkedEvent.Event, "k"));
            }
        }
    }

    private static CheckedEvent Check(params (string, object)[] fields) => CometlyEventCheck.Check(Some.Draft("purchase", null, fields), Main);
}
