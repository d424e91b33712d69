using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>Who goes in whose place, and what a later mapping or a refusal changes.</summary>
public abstract partial class EvidenceContract
{
    [Fact]
    public async Task Who_takes_the_place_of_one_that_names_nobody_is_helped_by_what_would_have_helped_it()
    {
        await MapAsync(Nameless("evt_1", "pay_1") with { Recall = [Key("customer", "cus_1")] });
        var second = await MapAsync(Nameless("evt_2", "pay_1"));

        await RememberAsync(Identity("token_a"), Key("customer", "cus_1"));

        Assert.Equal(ConversionState.Pending, (await ConversionAsync(second)).State);
        Assert.Equal("token_a", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task What_is_revived_goes_under_a_key_of_its_own()
    {
        var nobody = await MapAsync(Nameless("evt_1", "pay_1") with { IdempotencyKey = "K", Recall = [Key("payment", "pay_1")] });
        await MapAsync(Some.Purchase("evt_2", "pay_2") with { IdempotencyKey = "K" });
        var first = await AttemptAsync(DeliveryOutcome.Delivered);
        Assert.Equal("K", first.IdempotencyKey);
        await RememberAsync(Identity("t"), Key("payment", "pay_1"));
        var entry = Assert.Single(await ClaimDueAsync());
        Assert.Equal(nobody.Conversions[0].Id, entry.Id);
        Assert.NotEqual("K", entry.IdempotencyKey);
    }

    [Fact]
    public async Task A_sibling_that_came_after_the_claim_goes_when_it_says_more()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Rank = 1, Event = Some.Purchase("evt_1", "pay_1").Event with { Person = new Person { Email = "typo@nowhere.example" } } });
        var entry = Assert.Single(await ClaimDueAsync());
        var sibling = await MapAsync(Some.Other("evt_2", "pay_1") with { Rank = 0 });
        Assert.True(await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Rejected), Cancel));
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(sibling)).State);
    }

    [Fact]
    public async Task Merged_entries_are_helped_by_what_would_have_helped_either()
    {
        var older = await MapAsync(Nameless("evt_1", "pay_1") with { WaitForIdentity = Wait });
        await MapAsync(Nameless("evt_2", "cs_1") with { WaitForIdentity = Wait, Recall = [Key("session", "cs_1")] });
        await MapAsync(Nameless("evt_3", "pay_1") with { Keys = ["pay_1", "cs_1"] });
        Time.Advance(Wait);
        await Store.Holding.ReleaseDueAsync(10, Cancel);
        Assert.Equal(ConversionState.Rejected, (await ConversionAsync(older)).State);
        await RememberAsync(Identity("t"), Key("session", "cs_1"));
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(older)).State);
    }

    [Fact]
    public async Task Waiting_entries_that_are_merged_are_helped_by_what_would_have_helped_either()
    {
        var older = await MapAsync(Waiting("evt_1", "pay_1"));
        await MapAsync(Waiting("evt_2", "cs_1") with { Recall = [Key("session", "cs_1")] });
        await MapAsync(Some.Purchase("evt_3", "pay_1", "cs_1"));
        await RememberAsync(Identity("t"), Key("session", "cs_1"));
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(older)).State);
    }

    [Fact]
    public async Task A_later_mapping_outranks_what_an_earlier_one_made_of_the_same_webhook()
    {
        var wrong = Waiting("evt_1", "pay_1") with { Rule = "old name" };
        await MapTwiceAsync(
            [wrong with { Event = wrong.Event with { Order = wrong.Event.Order with { Amount = 4900m } } }],
            [Waiting("evt_1", "pay_1") with { Rule = "new name" }]);
        Time.Advance(Wait);
        await Store.Holding.ReleaseDueAsync(10, Cancel);
        Assert.Equal(49m, (await SentAsync())!.Order.Amount);
    }

    [Fact]
    public async Task A_webhook_mapped_again_under_another_key_counts_once()
    {
        await MapTwiceAsync(
            [Nameless("evt_1", "pay_1") with { Rule = "old name", Recall = [Key("payment", "pay_1")] }],
            [Nameless("evt_1", "charge_1") with { Rule = "new name", Recall = [Key("payment", "pay_1")] }]);
        await RememberAsync(Identity("t"), Key("payment", "pay_1"));
        Assert.Single(await ClaimDueAsync());
    }

    [Fact]
    public async Task A_nameless_sibling_of_a_refused_one_goes_once_it_is_known_who_it_was()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sibling = await MapAsync(Nameless("evt_2", "pay_1") with { Recall = [Key("payment", "pay_1")] });
        await AttemptAsync(DeliveryOutcome.Rejected);
        await RememberAsync(Identity("t"), Key("payment", "pay_1"));
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(sibling)).State);
    }

    [Fact]
    public async Task What_is_unidentified_by_its_claim_is_not_sent()
    {
        await RememberAsync(new Identity(new Visitor(), new Person { Email = "mira@lighthouse.example" }), Key("payment", "pay_1"));
        var conversion = await MapAsync(Nameless("evt_1", "pay_1") with { Recall = [Key("payment", "pay_1")] });
        Assert.Equal(1L, await EraseMiraAsync());
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(conversion)).State);
        Assert.Empty(await ClaimDueAsync());
    }

    [Fact]
    public async Task What_says_the_same_but_for_its_time_is_not_sent_to_be_refused_again()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var same = Some.Purchase("evt_2", "pay_1");
        await MapAsync(same with { Rule = "intent", Rank = 1, Event = same.Event with { EventTime = Some.Morning.AddSeconds(1) } });
        await AttemptAsync(DeliveryOutcome.Rejected);
        Assert.Empty(await ClaimDueAsync());
    }

    [Fact]
    public async Task What_cannot_be_written_has_an_heir()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sibling = await MapAsync(Some.Other("evt_2", "pay_1") with { Rank = 1 });
        var tried = 0;
        Assert.Empty(await ClaimDueAsync(freeze: _ => tried++ == 0 ? throw new InvalidOperationException() : "{}"));
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(sibling)).State);
    }
}
