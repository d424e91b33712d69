using CometHooks.Count;
using CometHooks.Deliver;

namespace CometHooks.Tests.Count;

public sealed class EvidenceMergeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_field_comes_from_the_first_event_that_knows_it_and_says_so()
    {
        var charge = Event(e => e with { Person = new Person { Email = "mira@lighthouse.example" }, Order = new Order { Amount = 49m, Currency = "USD", OrderId = "pi_1" } });
        var session = Event(e => e with
        {
            Visitor = new Visitor { CometToken = "token" },
            Person = new Person { Email = "other@lighthouse.example", Phone = "16505551212" },
            Order = new Order { Amount = 50m, Currency = "USD", OrderName = "Lamp" },
        });

        var merged = EvidenceMerge.Merge([From(charge, "charge"), From(session, "session")], _ => []);

        Assert.Equal(("mira@lighthouse.example", "token", "16505551212"), (merged.Event.Person.Email, merged.Event.Visitor.CometToken, merged.Event.Person.Phone));
        Assert.Equal((49m, "pi_1", "Lamp"), (merged.Event.Order.Amount, merged.Event.Order.OrderId, merged.Event.Order.OrderName));
        Assert.Equal(("charge", "session", "charge"), (merged.Sources["email"].Rule, merged.Sources["comet_token"].Rule, merged.Sources["amount"].Rule));
        Assert.True(merged.IsComplete);
    }

    [Fact]
    public void A_fingerprint_is_never_paired_with_the_ip_of_another_event()
    {
        var half = Event(e => e with { Visitor = new Visitor { Ip = "192.0.2.1" } });
        var whole = Event(e => e with { Visitor = new Visitor { Fingerprint = "fp", Ip = "198.51.100.7" } });

        var merged = EvidenceMerge.Merge([From(half, "half"), From(whole, "whole")], _ => []);

        Assert.Equal(("fp", "198.51.100.7"), (merged.Event.Visitor.Fingerprint, merged.Event.Visitor.Ip));
        Assert.Equal("whole", merged.Sources["ip"].Rule);
    }

    [Fact]
    public void Who_says_once_that_it_is_not_for_bidding_is_heard()
    {
        var merged = EvidenceMerge.Merge([From(Event(e => e), "a"), From(Event(e => e with { DoNotCapi = true }), "b")], _ => []);

        Assert.True(merged.Event.DoNotCapi);
    }

    [Fact]
    public void What_is_remembered_fills_gaps_only_and_the_nearest_first()
    {
        var charge = Event(e => e with { Person = new Person { Email = "mira@lighthouse.example" } });

        var merged = EvidenceMerge.Merge(
            [From(charge, "charge")],
            _ => [Known(1, IdentityRank.SamePayment, phone: "1"), Known(2, IdentityRank.SameCustomer, token: "customer's", phone: "2"), Known(3, IdentityRank.SameEmail, token: "of the address")]);

        Assert.Equal(("mira@lighthouse.example", "1", "customer's"), (merged.Event.Person.Email, merged.Event.Person.Phone, merged.Event.Visitor.CometToken));
        Assert.Equal([1L, 2L], merged.Recalled.Order());
        Assert.False(merged.IsComplete);
    }

    [Fact]
    public void Where_nothing_is_missing_nobody_asks_the_store()
    {
        var whole = Event(e => e with
        {
            Visitor = new Visitor { CometToken = "t", Fingerprint = "f", Ip = "192.0.2.1", UserAgent = "u", TrackingId = "i", Url = "https://lighthouse.example" },
            Person = new Person { Email = "mira@lighthouse.example", Phone = "1", FullName = "Mira" },
        });

        EvidenceMerge.Merge([From(whole, "whole")], _ => throw new InvalidOperationException("asked"));
    }

    [Fact]
    public void Remembered_identities_count_by_nearness_and_time_and_never_by_arrival()
    {
        RecalledIdentity[] known =
        [
            Known(1, IdentityRank.SameCustomer, Noon.AddDays(-9)),
            Known(2, IdentityRank.SameCustomer, Noon.AddMinutes(30)),
            Known(3, IdentityRank.SamePayment, Noon.AddDays(3)),
            Known(4, IdentityRank.SamePayment, Noon.AddDays(2)),
            Known(5, IdentityRank.SamePayment, Noon.AddDays(-1)),
            Known(6, IdentityRank.SameEmail, Noon),
        ];
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            random.Shuffle(known);
            Assert.Equal([5L, 4, 3, 2, 1, 6], RecalledIdentity.InOrder(known, Noon).Select(k => k.Id));
        }
    }

    private static CometlyEvent Event(Func<CometlyEvent, CometlyEvent> with) => with(new CometlyEvent { EventName = "purchase", EventTime = Noon });

    private static Contribution From(CometlyEvent e, string rule) => new(e, new EvidenceSource("own event", 1, "charge.succeeded", rule));

    private static RecalledIdentity Known(long id, IdentityRank rank, DateTimeOffset? at = null, string? token = null, string? phone = null) =>
        new(id, new Identity(new Visitor { CometToken = token }, new Person { Phone = phone }), rank, at ?? Noon, new EvidenceSource("same customer", id, "invoice.paid", "remember"));
}
