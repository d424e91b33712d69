using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public sealed class CometlyEventJsonTests
{
    [Fact]
    public void An_event_comes_back_as_it_was_kept()
    {
        var kept = new CometlyEvent
        {
            EventName = "purchase",
            EventTime = new DateTimeOffset(2026, 3, 2, 9, 0, 0, 123, TimeSpan.FromHours(2)),
            Visitor = new Visitor { CometToken = "ct_9", UserAgent = "Møwe/1 <b>" },
            Person = new Person { Email = "mira@lighthouse.example", FirstName = "Mira" },
            Order = new Order { Amount = 12345678901234567890.1200m, Currency = "USD", IsUpsell = false },
            Attribution = new Attribution { AdGroup = "spring" },
            DoNotCapi = true,
            Extra = new Dictionary<string, object>(StringComparer.Ordinal) { ["profile_field_1"] = "harbour", ["profile_field_16"] = 0.10m },
        };

        var read = CometlyEventJson.Read(CometlyEventJson.Write(kept));

        Assert.Equal(kept.Extra, read.Extra);
        Assert.Equal(kept, read with { Extra = kept.Extra });
    }

    [Fact]
    public void It_is_kept_in_the_words_of_the_wire_and_amounts_keep_their_digits()
    {
        var json = CometlyEventJson.Write(new CometlyEvent { EventName = "purchase", Order = new Order { Amount = 19.90m, OrderId = "9007199254740993" } });

        Assert.Contains("\"event_name\":\"purchase\"", json, StringComparison.Ordinal);
        Assert.Contains("\"amount\":19.90", json, StringComparison.Ordinal);
        Assert.Contains("\"order_id\":\"9007199254740993\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_kept_by_an_older_build_without_later_parts_is_read()
    {
        var read = CometlyEventJson.Read("""{"event_name":"schedule"}""");

        Assert.Equal((null, null, 0), (read.Person.Email, read.Order.Amount, read.Extra.Count));
    }
}
