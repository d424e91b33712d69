using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>What was refused, dead or may have landed, and who goes in its place.</summary>
public abstract partial class LedgerContract
{
    [Fact]
    public async Task What_was_refused_for_good_makes_room_for_a_sibling_with_its_own_key()
    {
        var refused = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Rejected);

        var heir = await MapAsync(Some.Purchase("evt_2", "pay_1"));
        var third = await MapAsync(Some.Purchase("evt_3", "pay_1"));

        Assert.Equal((ConversionState.Pending, "evt_2"), (heir.Conversions[0].State, heir.Conversions[0].IdempotencyKey));
        Assert.Equal(refused.Conversions[0].EntryId, heir.Conversions[0].EntryId);
        Assert.Equal(ConversionState.Suppressed, third.Conversions[0].State);
        Assert.Contains($"conversion {heir.Conversions[0].Id} ", third.Conversions[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_have_landed_before_it_was_refused_makes_no_room()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Retry, mayHaveLanded: true);
        await AttemptAsync(DeliveryOutcome.Rejected);

        var sibling = await MapAsync(Some.Purchase("evt_2", "pay_1"));

        Assert.Equal(ConversionState.Suppressed, sibling.Conversions[0].State);
    }

    [Fact]
    public async Task A_claim_that_ended_without_a_record_may_have_landed()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await ClaimDueAsync();
        Time.Advance(TimeSpan.FromMinutes(16));
        await AttemptAsync(DeliveryOutcome.Rejected);

        var sibling = await MapAsync(Some.Purchase("evt_2", "pay_1"));

        Assert.Equal(ConversionState.Suppressed, sibling.Conversions[0].State);
    }

    [Fact]
    public async Task Who_comes_after_a_dead_one_goes_on_with_its_key_and_body()
    {
        var dead = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var entry = Assert.Single(await ClaimDueAsync());
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Retry, true) with { NextState = ConversionState.Dead }, Cancel);

        var heir = await MapAsync(Some.Purchase("evt_2", "pay_1"));

        Assert.Equal((ConversionState.Pending, "evt_1", entry.Body), (heir.Conversions[0].State, heir.Conversions[0].IdempotencyKey, heir.Conversions[0].Body));
        Assert.Equal(dead.Conversions[0].Id, heir.Conversions[0].HeirOf);
        Assert.Equal(ConversionState.Replaced, (await ConversionAsync(dead)).State);
        var again = Assert.Single(await ClaimDueAsync());
        Assert.Equal((heir.Conversions[0].Id, entry.Body), (again.Id, again.Body));

        // It may have landed before: a refusal now makes no room for anybody.
        await Store.Outbox.RecordAsync(Some.Attempt(again, DeliveryOutcome.Rejected), Cancel);
        Assert.Equal(ConversionState.Suppressed, (await MapAsync(Some.Purchase("evt_3", "pay_1"))).Conversions[0].State);
    }

    [Fact]
    public async Task A_sibling_that_says_something_else_goes_in_place_of_a_refused_one()
    {
        var refused = await MapAsync(Some.Purchase("evt_1", "pay_1") with { Rank = 0 });
        var sibling = await MapAsync(Some.Other("evt_2", "pay_1") with { Rank = 1, IdempotencyKey = "sibling_key" });
        await AttemptAsync(DeliveryOutcome.Rejected);

        var heir = await ConversionAsync(sibling);
        Assert.Equal((ConversionState.Pending, "sibling_key", refused.Conversions[0].Id), (heir.State, heir.IdempotencyKey, heir.HeirOf!.Value));
        var replaced = await ConversionAsync(refused);
        Assert.Equal(ConversionState.Replaced, replaced.State);
        Assert.StartsWith($"replaced by conversion {heir.Id}", replaced.Reason, StringComparison.Ordinal);
        Assert.Contains("\"order_id\":\"order_rudder\"", heir.MergedEventJson, StringComparison.Ordinal);
        Assert.Single(await ClaimDueAsync());
    }

    [Fact]
    public async Task A_sibling_that_says_the_same_is_not_sent_to_be_refused_again()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sibling = await MapAsync(Some.Purchase("evt_2", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Rejected);

        Assert.Equal(ConversionState.Suppressed, (await ConversionAsync(sibling)).State);
        Assert.Empty(await ClaimDueAsync());
    }

    [Fact]
    public async Task A_refused_conversion_that_is_mapped_again_keeps_its_key()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(webhook, Some.Purchase("evt_1", "pay_1")) with { State = WebhookState.Failed }, Cancel);
        await AttemptAsync(DeliveryOutcome.Rejected);
        await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel);
        webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));

        await Store.Inbox.SaveAsync(Some.Outcome(webhook, Some.Purchase("evt_1", "order_1") with { Rule = "payment, corrected" }), Cancel);

        var conversions = (await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions;
        Assert.Equal([(ConversionState.Replaced, "evt_1"), (ConversionState.Pending, "evt_1")], conversions.Select(c => (c.State, c.IdempotencyKey)));
    }
}
