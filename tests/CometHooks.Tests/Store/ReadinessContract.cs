using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class ReadinessContract : StoreContract
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly string[] AllButEmail = ["comet_token", "fingerprint_and_ip", "phone", "name"];

    private protected ReadinessContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task What_counts_is_summed_by_event_day_and_what_it_lacks()
    {
        await MapAsync(Some.Purchase("evt_1", "pi_1"));
        await MapAsync(Some.Purchase("evt_2", "pi_2"));
        await MapAsync(With(Some.Purchase("evt_3", "pi_3"), new Visitor { CometToken = "tok" }));
        Time.Advance(TimeSpan.FromDays(1));
        await MapAsync(Some.Purchase("evt_4", "pi_4"));

        var sums = await Store.Readiness.ReadinessAsync(Some.Morning.AddHours(-9), Cancel);

        Assert.Equal(
            [
                (Today, 70, "fingerprint_and_ip, phone, name", 1L),
                (Today, 20, string.Join(", ", AllButEmail), 2L),
                (Today.AddDays(1), 20, string.Join(", ", AllButEmail), 1L),
            ],
            sums.Select(s => (s.Day, s.Score, string.Join(", ", s.Missing), s.Conversions)));
        Assert.All(sums, s => Assert.Equal(("stripe", "stripe", "purchase"), (s.Endpoint, s.Source, s.EventName)));
    }

    [Fact]
    public async Task What_was_made_before_is_left_out()
    {
        await MapAsync(Some.Purchase("evt_1", "pi_1"));

        Assert.Single(await Store.Readiness.ReadinessAsync(Time.GetUtcNow(), Cancel));
        Assert.Empty(await Store.Readiness.ReadinessAsync(Time.GetUtcNow().AddMilliseconds(1), Cancel));
    }

    [Fact]
    public async Task Siblings_and_what_a_guard_or_Cometly_took_out_are_not_summed()
    {
        await MapAsync(Some.Purchase("evt_1", "pi_1"));
        await AttemptAsync(DeliveryOutcome.Rejected);
        await MapAsync(Some.Purchase("evt_2", "pi_2") with { State = ConversionState.Excluded, Reason = "zero: nothing was paid" });
        await MapAsync(Some.Purchase("evt_3", "pi_3") with { State = ConversionState.Rejected, Reason = "currency: EUR", Lacking = "identification: nobody is named" });
        await MapAsync(Some.Purchase("evt_4", "pi_4"));
        await MapAsync(Some.Purchase("evt_5", "pi_4"));

        var sum = Assert.Single(await Store.Readiness.ReadinessAsync(Some.Morning, Cancel));

        Assert.Equal(1, sum.Conversions);
    }

    [Fact]
    public async Task What_was_rejected_because_it_names_nobody_is_summed_as_such()
    {
        var nobody = Some.Purchase("evt_1", "pi_1");
        var webhook = await MapAsync(nobody with { Event = nobody.Event with { Person = new Person { Phone = "16505550143" } }, Lacking = "identification: nobody is named" });

        var sum = Assert.Single(await Store.Readiness.ReadinessAsync(Some.Morning, Cancel));

        Assert.Equal(ConversionState.Rejected, (await ConversionAsync(webhook)).State);
        Assert.True(Readiness.NamesNobody(sum.Missing));
        Assert.Equal(5, sum.Score);
    }

    [Fact]
    public async Task An_event_type_is_known_since_its_first_webhook()
    {
        await MapAsync();
        Time.Advance(TimeSpan.FromHours(1));
        await MapAsync();
        await KeepAsync(Some.Webhook("evt_not_mapped_yet", type: "invoice.paid"));

        Assert.Equal([new EventTypeSeen("stripe", "charge.succeeded", Some.Morning)], await Store.Readiness.EventTypesAsync(Cancel));
    }

    private static ConversionDraft With(ConversionDraft draft, Visitor visitor) => draft with { Event = draft.Event with { Visitor = visitor } };
}
