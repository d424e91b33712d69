using System.Text.Json;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Deliver;

public sealed class CometlyRequestWriterTests
{
    [Fact]
    public void The_mapping_to_the_wire_leaves_no_member_out() => Some.Writer.Configuration.AssertConfigurationIsValid();

    [Fact]
    public void Every_field_but_the_currency_reaches_the_wire_with_its_value()
    {
        var values = CometlyFields.All.ToDictionary(field => field.Key, field => ValueFor(field.Key, field.Value), StringComparer.Ordinal);
        Assert.True(values.Count > 50);
        var destination = Some.Destination() with { ExtraFields = true, PhoneFormat = "e164" };

        var checkedEvent = CometlyEventCheck.Check(new EventDraft("purchase", null, values, null), destination);
        using var body = JsonDocument.Parse(Some.Writer.Write(checkedEvent.Event, "key-1"));

        Assert.Empty(checkedEvent.Dropped);
        var sent = body.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
        Assert.Equal("key-1", sent["idempotency_key"]);
        Assert.Equal("purchase", sent["event_name"]);
        Assert.Equal(
            values.Where(v => v.Key != "currency").Select(v => (v.Key, Value: $"{v.Value}")).OrderBy(v => v.Key, StringComparer.Ordinal),
            sent.Where(s => s.Key is not ("idempotency_key" or "event_name")).Select(s => (s.Key, s.Value)).OrderBy(s => s.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_not_there_is_not_written() =>
        Assert.Equal(
            """{"event_name":"schedule","idempotency_key":"key-1","email":"ines.moreau@example.org"}""",
            Some.Writer.Write(new CometlyEvent { EventName = "schedule", Person = new Person { Email = Some.Email } }, "key-1"));

    [Theory]
    [InlineData("19.99")]
    [InlineData("500")]
    [InlineData("5.124")]
    [InlineData("79228162514264337593543950335")]
    public void Amounts_stay_exact_on_the_wire(string amount)
    {
        var e = Some.Purchase() with { Order = new Order { Amount = decimal.Parse(amount, provider: null) } };

        Assert.Contains($"\"amount\":{amount},", Some.Writer.Write(e with { DoNotCapi = false }, "k"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(8, true)]
    public void Old_revenue_does_not_feed_ad_bidding(int days, bool marked)
    {
        var conversion = new UnfrozenConversion(1, "k", Some.Purchase() with { DoNotCapi = null }, Some.Now.AddDays(days));

        var body = Some.Writer.Freeze(conversion, Some.Destination());

        Assert.Equal(marked, body.Contains("\"do_not_capi\":true", StringComparison.Ordinal));
    }

    private static object ValueFor(string name, FieldKind kind) => (name, kind) switch
    {
        ("email", _) => Some.Email,
        ("ip", _) => "203.0.113.7",
        ("url", _) => "https://shop.example.org/thanks",
        ("phone", _) => "+16505551212",
        ("currency", _) => "USD",
        (_, FieldKind.Number) => 12.50m,
        (_, FieldKind.Boolean) => true,
        (_, FieldKind.Time) => "2026-05-06T07:08:09Z",
        _ => $"value of {name}",
    };
}
