using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class InboxContract : StoreContract
{
    private protected InboxContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task A_webhook_is_claimed_as_it_was_kept()
    {
        var kept = Some.Webhook("evt_1") with { Account = "acct_pier", Shop = "pier.example", Test = true };

        var id = await KeepAsync(kept);
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(10, Cancel));

        Assert.Equal(id, claimed.Id);
        Assert.Equal(
            (kept.Endpoint, kept.Source, kept.InboxKey, kept.EventId, kept.Type, kept.OccurredAt, kept.ReceivedAt, kept.Test, kept.Account, kept.Shop, kept.HeadersJson, 0),
            (claimed.Endpoint, claimed.Source, claimed.InboxKey, claimed.EventId, claimed.Type, claimed.OccurredAt, claimed.ReceivedAt, claimed.Test, claimed.Account, claimed.Shop, claimed.HeadersJson, claimed.Run));
        Assert.Equal(kept.Body.ToArray(), claimed.Body.ToArray());
    }

    [Fact]
    public async Task A_redelivered_event_is_stored_once()
    {
        var first = await Store.Inbox.AddAsync([Some.Webhook("evt_1")], Cancel);
        var second = await Store.Inbox.AddAsync([Some.Webhook("evt_1")], Cancel);

        Assert.Equal(AddOutcome.Stored, first.Outcome);
        Assert.Equal(AddOutcome.Duplicate, second.Outcome);
        Assert.Equal(first.Ids, second.Ids);
    }

    [Fact]
    public async Task The_same_content_under_a_new_delivery_id_is_stored_once()
    {
        var first = await Store.Inbox.AddAsync([Some.Webhook("delivery_1", contentKey: "hash_a")], Cancel);
        var second = await Store.Inbox.AddAsync([Some.Webhook("delivery_2", contentKey: "hash_a")], Cancel);

        Assert.Equal(AddOutcome.Duplicate, second.Outcome);
        Assert.Equal(first.Ids, second.Ids);
    }

    [Fact]
    public async Task The_same_event_at_two_endpoints_is_two_webhooks()
    {
        var first = await Store.Inbox.AddAsync([Some.Webhook("evt_1", contentKey: "hash_a")], Cancel);
        var second = await Store.Inbox.AddAsync([Some.Webhook("evt_1", contentKey: "hash_a", endpoint: "stripe-eu")], Cancel);

        Assert.Equal(AddOutcome.Stored, second.Outcome);
        Assert.NotEqual(first.Ids, second.Ids);
    }

    [Fact]
    public async Task Sixteen_deliveries_of_one_event_at_once_are_stored_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(i => Task.Run(() => Store.Inbox.AddAsync([Some.Webhook(i % 2 == 0 ? "delivery_1" : $"delivery_{i}", contentKey: "hash_a")], Cancel), Cancel)));

        Assert.Single(results, r => r.Outcome == AddOutcome.Stored);
        Assert.Single(results.SelectMany(r => r.Ids).Distinct());
    }

    [Fact]
    public async Task A_request_with_a_known_and_a_new_event_is_stored_and_names_both_in_order()
    {
        var known = await KeepAsync(Some.Webhook("evt_1"));

        var result = await Store.Inbox.AddAsync([Some.Webhook("evt_2"), Some.Webhook("evt_1")], Cancel);

        Assert.Equal(AddOutcome.Stored, result.Outcome);
        Assert.Equal(known, result.Ids[1]);
        Assert.NotEqual(known, result.Ids[0]);
    }

    [Fact]
    public async Task A_request_is_kept_as_a_whole_or_not_at_all_and_harms_no_other()
    {
        var broken = Some.Webhook("evt_broken") with { EventId = null! };
        var bad = Store.Inbox.AddAsync([Some.Webhook("evt_whole"), broken], Cancel);
        var good = Enumerable.Range(0, 8).Select(i => Store.Inbox.AddAsync([Some.Webhook($"evt_{i}")], Cancel)).ToList();

        Assert.Equal(AddOutcome.Unavailable, (await bad).Outcome);
        Assert.All(await Task.WhenAll(good), r => Assert.Equal(AddOutcome.Stored, r.Outcome));
        Assert.Equal(8, (await Store.Inbox.ClaimAsync(100, Cancel)).Count);
        Assert.True(Store.Health.IsHealthy);
    }

    [Theory]
    [InlineData("ignored")]
    [InlineData("unreadable")]
    [InlineData("late")]
    public async Task What_is_not_to_be_mapped_is_kept_with_its_reason_and_never_claimed(string state)
    {
        var id = await KeepAsync(Some.Webhook("evt_1") with { State = Words.Read<WebhookState>(state), Reason = "because" });

        Assert.Empty(await Store.Inbox.ClaimAsync(10, Cancel));
        var kept = await Store.Archive.FindAsync(id, Cancel);
        Assert.Equal((state, "because"), (Words.Of(kept!.State), kept.Reason));
    }

    [Fact]
    public async Task A_late_webhook_that_comes_again_with_a_good_signature_is_stored_and_claimed_as_it_was_kept()
    {
        var late = Some.Webhook("delivery_1", contentKey: "hash_a") with { State = WebhookState.Late, Reason = "3 h old", Verified = "signature too old" };
        var id = await KeepAsync(late);

        var good = await Store.Inbox.AddAsync([Some.Webhook("delivery_2", contentKey: "hash_a") with { Body = "{}"u8.ToArray() }], Cancel);
        var again = await Store.Inbox.AddAsync([Some.Webhook("delivery_2", contentKey: "hash_a")], Cancel);

        Assert.Equal((AddOutcome.Stored, id), (good.Outcome, Assert.Single(good.Ids)));
        Assert.Equal(AddOutcome.Duplicate, again.Outcome);
        Assert.Null((await Store.Archive.FindAsync(id, Cancel))!.Reason);
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(10, Cancel));
        Assert.Equal(id, claimed.Id);
        Assert.Equal(late.Body.ToArray(), claimed.Body.ToArray());
    }

    [Theory]
    [InlineData("late", "late")]
    [InlineData("ignored", "stored")]
    [InlineData("unreadable", "stored")]
    public async Task No_other_redelivery_changes_the_state_of_a_webhook(string kept, string sent)
    {
        var id = await KeepAsync(Some.Webhook("evt_1") with { State = Words.Read<WebhookState>(kept), Reason = "because" });

        var again = await Store.Inbox.AddAsync([Some.Webhook("evt_1") with { State = Words.Read<WebhookState>(sent) }], Cancel);

        Assert.Equal(AddOutcome.Duplicate, again.Outcome);
        var webhook = await Store.Archive.FindAsync(id, Cancel);
        Assert.Equal((kept, "because"), (Words.Of(webhook!.State), webhook.Reason));
    }

    [Fact]
    public async Task Webhooks_are_claimed_oldest_first_and_by_one_claimer()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await KeepAsync(Some.Webhook($"evt_{i}")));
        }

        var first = await Store.Inbox.ClaimAsync(3, Cancel);
        var second = await Store.Inbox.ClaimAsync(3, Cancel);

        Assert.Equal(ids, [.. first.Select(w => w.Id), .. second.Select(w => w.Id)]);
    }

    [Fact]
    public async Task A_lost_lease_writes_nothing()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        var slow = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        Time.Advance(TimeSpan.FromSeconds(61));
        var quick = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));

        Assert.True(quick.Lease > slow.Lease);
        Assert.False(await Store.Inbox.SaveAsync(Some.Outcome(slow, Some.Purchase("evt_1", "pay_1")), Cancel));
        Assert.Empty((await Store.Archive.FindAsync(slow.Id, Cancel))!.Conversions);
        Assert.True(await Store.Inbox.SaveAsync(Some.Outcome(quick), Cancel));
        Assert.False(await Store.Inbox.SaveAsync(Some.Outcome(quick), Cancel));
    }

    [Fact]
    public async Task A_webhook_claimed_three_times_without_an_end_is_failed_and_blocks_nobody()
    {
        var poison = await KeepAsync(Some.Webhook("evt_poison"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(poison, Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel)).Id);
            Time.Advance(TimeSpan.FromSeconds(61));
        }

        var next = await KeepAsync(Some.Webhook("evt_next"));

        Assert.Equal(next, Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel)).Id);
        var failed = await Store.Archive.FindAsync(poison, Cancel);
        Assert.Equal((WebhookState.Failed, "claimed three times without an end"), (failed!.State, failed.Reason));
    }

    [Fact]
    public async Task A_webhook_that_brings_the_process_down_is_tried_again_once_a_version_not_at_every_start()
    {
        await KeepAsync(Some.Webhook("evt_poison"));
        await ClaimInVainAsync();
        Assert.Equal(1, await Store.Inbox.MapAgainAsync("stripe", "aaaaaaaaaaaa", Cancel));
        await ClaimInVainAsync();

        Assert.Equal(0, await Store.Inbox.MapAgainAsync("stripe", "aaaaaaaaaaaa", Cancel));
        Assert.Equal(1, await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel));
    }

    private async Task ClaimInVainAsync()
    {
        for (var i = 0; i < 4; i++)
        {
            await Store.Inbox.ClaimAsync(1, Cancel);
            Time.Advance(TimeSpan.FromSeconds(61));
        }
    }

    [Fact]
    public async Task A_failed_webhook_is_mapped_again_by_another_version_only()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(webhook) with { State = WebhookState.Failed, Reason = "line 3" }, Cancel);

        Assert.Equal(0, await Store.Inbox.MapAgainAsync("stripe", "aaaaaaaaaaaa", Cancel));
        Assert.Equal(0, await Store.Inbox.MapAgainAsync("shopify", "bbbbbbbbbbbb", Cancel));
        Assert.Equal(1, await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel));
        var again = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        Assert.Equal((webhook.Id, 0), (again.Id, again.Run));
    }

    [Fact]
    public async Task A_webhook_mapped_again_adds_only_what_its_first_mapping_did_not_make()
    {
        var other = Some.Purchase("evt_1", "lead_1") with { Rule = "lead", EventName = "lead_generated", Lane = Lane.Leads };

        var webhook = await MapTwiceAsync([Some.Purchase("evt_1", "pay_1")], [Some.Purchase("evt_1", "pay_1"), other]);

        Assert.Equal([("payment", "evt_1"), ("lead", "evt_1:lead_generated")], webhook.Conversions.Select(c => (c.Rule, c.IdempotencyKey)));
        Assert.All(webhook.Conversions, c => Assert.Equal(ConversionState.Pending, c.State));
        Assert.Equal(WebhookState.Mapped, webhook.State);
    }

    [Fact]
    public async Task What_a_guard_rejected_is_made_anew_when_its_failed_webhook_is_mapped_again()
    {
        var other = Some.Purchase("evt_1", "lead_1") with { Rule = "lead", EventName = "lead_generated", Lane = Lane.Leads };
        await KeepAsync(Some.Webhook("evt_1"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        var wrong = Some.Purchase("evt_1", "pay_1") with { State = ConversionState.Rejected, Reason = "amount: not a number" };
        await Store.Inbox.SaveAsync(Some.Outcome(webhook, wrong, other) with { State = WebhookState.Failed, Reason = "line 3" }, Cancel);

        await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel);
        var again = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(again, Some.Purchase("evt_1", "pay_1"), other) with { MappingVersion = "bbbbbbbbbbbb" }, Cancel);

        var made = (await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions;
        Assert.Equal([("payment", ConversionState.Pending, null), ("lead", ConversionState.Pending, null)], made.Select(c => (c.Rule, c.State, c.Reason)));
        Assert.Equal("bbbbbbbbbbbb", made[0].MappingVersion);
    }

    [Fact]
    public async Task What_became_of_a_webhook_can_be_counted()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"), Some.Purchase("evt_1", "pay_2") with { Rule = "zero", State = ConversionState.Excluded, Reason = "zero amount" });
        await KeepAsync(Some.Webhook("evt_waiting"));

        var counts = await Store.Archive.CountAsync(Cancel);

        Assert.Equal(1, counts.Webhooks[WebhookState.Stored]);
        Assert.Equal(1, counts.Webhooks[WebhookState.Mapped]);
        Assert.Equal(1, counts.Conversions[ConversionState.Pending]);
        Assert.Equal(1, counts.Conversions[ConversionState.Excluded]);
        Assert.Equal((Some.Morning, Some.Morning), (counts.OldestStored, counts.OldestDue));
    }

    [Fact]
    public async Task The_newest_webhooks_come_newest_first()
    {
        var first = await KeepAsync(Some.Webhook("evt_1"));
        var second = await KeepAsync(Some.Webhook("evt_2"));
        var elsewhere = await KeepAsync(Some.Webhook("evt_3", endpoint: "stripe-eu"));

        Assert.Equal([elsewhere, second, first], (await Store.Archive.NewestAsync(null, 10, Cancel)).Select(w => w.Id));
        Assert.Equal([second], (await Store.Archive.NewestAsync("stripe", 1, Cancel)).Select(w => w.Id));
        Assert.Null(await Store.Archive.FindAsync(first + 1000, Cancel));
    }
}
