using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract partial class LedgerContract : StoreContract
{
    private protected LedgerContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task The_first_conversion_of_a_payment_goes_and_its_sibling_is_suppressed_by_name()
    {
        var first = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var second = await MapAsync(Some.Purchase("evt_2", "pay_1"));

        Assert.Equal((ConversionState.Pending, null, Some.Morning), (first.Conversions[0].State, first.Conversions[0].Reason, first.Conversions[0].DueAt));
        Assert.Equal(ConversionState.Suppressed, second.Conversions[0].State);
        Assert.Equal($"already counted by conversion {first.Conversions[0].Id} (webhook {first.Id}, charge.succeeded)", second.Conversions[0].Reason);
        Assert.Equal(first.Conversions[0].EntryId, second.Conversions[0].EntryId);
        Assert.Single(await ClaimDueAsync());
    }

    [Theory]
    [InlineData(DeliveryOutcome.Retry)]
    [InlineData(DeliveryOutcome.Delivered)]
    public async Task What_was_sent_or_counted_suppresses_its_siblings(object outcome)
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync((DeliveryOutcome)outcome);

        var sibling = await MapAsync(Some.Purchase("evt_2", "pay_1"));

        Assert.Equal(ConversionState.Suppressed, sibling.Conversions[0].State);
    }

    [Fact]
    public async Task A_payment_counts_once_per_destination_event_name_and_scope()
    {
        var webhook = await MapAsync(
            Some.Purchase("evt_1", "pay_1"),
            Some.Purchase("evt_1", "pay_1") with { Rule = "eu", Destination = "eu" },
            Some.Purchase("evt_1", "pay_1") with { Rule = "subscribe", EventName = "subscribe" },
            Some.Purchase("evt_1", "pay_1") with { Rule = "elsewhere", Scope = "stripe/acct_other" });

        Assert.All(webhook.Conversions, c => Assert.Equal(ConversionState.Pending, c.State));
        Assert.Equal(["evt_1", "evt_1", "evt_1:subscribe", "evt_1:purchase"], webhook.Conversions.Select(c => c.IdempotencyKey));
    }

    [Fact]
    public async Task Sixteen_siblings_at_once_count_once()
    {
        for (var i = 0; i < 16; i++)
        {
            await KeepAsync(Some.Webhook($"evt_{i}"));
        }

        var claimed = await Store.Inbox.ClaimAsync(16, Cancel);
        await Task.WhenAll(claimed.Select(w => Task.Run(() => Store.Inbox.SaveAsync(Some.Outcome(w, Some.Purchase(w.EventId, "pay_1")), Cancel), Cancel)));

        var counts = (await Store.Archive.CountAsync(Cancel)).Conversions;
        Assert.Equal((1, 15), (counts[ConversionState.Pending], counts[ConversionState.Suppressed]));
    }

    [Fact]
    public async Task A_new_key_beside_a_known_one_leads_to_the_same_entry_from_then_on()
    {
        await MapAsync(Some.Purchase("evt_1", "old_invitee"));
        await MapAsync(Some.Purchase("evt_2", "old_invitee", "new_invitee"));

        var third = await MapAsync(Some.Purchase("evt_3", "new_invitee"));

        Assert.Equal(ConversionState.Suppressed, third.Conversions[0].State);
    }

    [Fact]
    public async Task Two_entries_that_turn_out_to_be_one_are_merged_while_at_most_one_was_sent()
    {
        var sent = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        var waiting = await MapAsync(Some.Purchase("evt_2", "order_1"));

        var both = await MapAsync(Some.Purchase("evt_3", "order_1", "pay_1"));

        Assert.Equal(ConversionState.Suppressed, both.Conversions[0].State);
        var merged = await ConversionAsync(waiting);
        Assert.Equal((ConversionState.Suppressed, sent.Conversions[0].EntryId), (merged.State, merged.EntryId));
        Assert.Equal($"already counted by conversion {sent.Conversions[0].Id} (webhook {sent.Id}, charge.succeeded)", merged.Reason);
        Assert.Empty(await ClaimDueAsync());
        Assert.Equal(ConversionState.Suppressed, (await MapAsync(Some.Purchase("evt_4", "order_1"))).Conversions[0].State);
        Assert.Empty(await Store.Records.AuditAsync(10, Cancel));
    }

    [Fact]
    public async Task Two_waiting_entries_that_turn_out_to_be_one_send_the_older_one()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await MapAsync(Some.Purchase("evt_2", "order_1"));

        await MapAsync(Some.Purchase("evt_3", "order_1", "pay_1"));

        Assert.Equal("evt_1", Assert.Single(await ClaimDueAsync()).IdempotencyKey);
    }

    [Fact]
    public async Task Two_counted_entries_that_turn_out_to_be_one_are_told()
    {
        var first = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        var second = await MapAsync(Some.Purchase("evt_2", "order_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);

        var both = await MapAsync(Some.Purchase("evt_3", "order_1", "pay_1"));

        Assert.Equal(ConversionState.Suppressed, both.Conversions[0].State);
        var told = Assert.Single(await Store.Records.AuditAsync(10, Cancel));
        Assert.Equal("double_counted", told.Kind);
        Assert.Contains($"conversion {first.Conversions[0].Id} ", told.Text, StringComparison.Ordinal);
        Assert.Contains($"conversion {second.Conversions[0].Id}", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_destinations_that_ledger_or_waiting_conversions_know_are_listed_with_what_waits()
    {
        Assert.Empty(await Store.Archive.DestinationsAsync(Cancel));
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        await MapAsync(
            Some.Purchase("evt_2", "pay_2") with { Destination = "Main" },
            Some.Purchase("evt_2", "pay_3") with { Rule = "second", Destination = "Main" },
            Some.Purchase("evt_2", "pay_2") with { Rule = "eu", Destination = "eu" });

        Assert.Equal(
            [new KnownDestination("Main", 2), new KnownDestination("eu", 1), new KnownDestination("main", 0)],
            await Store.Archive.DestinationsAsync(Cancel));
    }

    [Fact]
    public async Task Excluded_and_rejected_conversions_never_enter_the_ledger()
    {
        var webhook = await MapAsync(
            Some.Purchase("evt_1", "pay_1") with { State = ConversionState.Excluded, Reason = "test event" },
            Some.Purchase("evt_1", "pay_1") with { Rule = "other", State = ConversionState.Rejected, Reason = "currency" });
        var next = await MapAsync(Some.Purchase("evt_1", "pay_1"));

        Assert.Equal([(ConversionState.Excluded, "test event", null), (ConversionState.Rejected, "currency", null)], webhook.Conversions.Select(c => (c.State, c.Reason, c.EntryId)));
        Assert.All(webhook.Conversions, c => Assert.Equal("evt_1", c.IdempotencyKey));
        Assert.Equal((ConversionState.Pending, "evt_1"), (next.Conversions[0].State, next.Conversions[0].IdempotencyKey));
    }

    [Fact]
    public async Task A_weak_key_is_said()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "evt_1") with { WeakKey = true });

        Assert.Equal((ConversionState.Pending, "weak key: once_per gave nothing, the event id stands in"), (webhook.Conversions[0].State, webhook.Conversions[0].Reason));
    }

    [Fact]
    public async Task A_weak_key_is_still_said_after_every_attempt()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "evt_1") with { WeakKey = true });
        var entry = Assert.Single(await ClaimDueAsync());
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Retry, true, TimeSpan.Zero) with { Reason = "answered 500" }, Cancel);
        var afterRetry = await ConversionAsync(webhook);
        await AttemptAsync(DeliveryOutcome.Delivered);
        var afterDelivery = await ConversionAsync(webhook);

        Assert.Equal("answered 500; weak key: once_per gave nothing, the event id stands in", afterRetry.Reason);
        Assert.Equal((ConversionState.Delivered, "weak key: once_per gave nothing, the event id stands in"), (afterDelivery.State, afterDelivery.Reason));
    }

    [Fact]
    public async Task An_event_id_that_is_taken_gets_the_event_name_and_then_a_number()
    {
        var webhook = await MapAsync(
            Some.Purchase("evt_1", "item_1"),
            Some.Purchase("evt_1", "item_2") with { Rule = "second item" },
            Some.Purchase("evt_1", "item_3") with { Rule = "third item" },
            Some.Purchase("evt_1", "item_4") with { Rule = "fourth item" });

        Assert.Equal(["evt_1", "evt_1:purchase", "evt_1:purchase:2", "evt_1:purchase:3"], webhook.Conversions.Select(c => c.IdempotencyKey));
    }

    [Fact]
    public async Task A_rules_own_key_that_is_taken_is_rejected_with_the_taker()
    {
        var first = await MapAsync(Some.Purchase("evt_1", "pay_1") with { IdempotencyKey = "pixel_7" });
        var second = await MapAsync(Some.Purchase("evt_2", "pay_2") with { IdempotencyKey = "pixel_7" });

        Assert.Equal("pixel_7", first.Conversions[0].IdempotencyKey);
        Assert.Equal(
            (ConversionState.Rejected, $"key already used by conversion {first.Conversions[0].Id} (webhook {first.Id}, rule \"payment\")", null),
            (second.Conversions[0].State, second.Conversions[0].Reason, second.Conversions[0].EntryId));
        Assert.Equal(ConversionState.Pending, (await MapAsync(Some.Purchase("evt_3", "pay_2"))).Conversions[0].State);
    }

    [Fact]
    public async Task A_rules_own_key_under_which_nothing_happened_is_free_again()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { IdempotencyKey = "pixel_7" });
        await AttemptAsync(DeliveryOutcome.Rejected);

        var second = await MapAsync(Some.Purchase("evt_2", "pay_2") with { IdempotencyKey = "pixel_7" });

        Assert.Equal((ConversionState.Pending, "pixel_7"), (second.Conversions[0].State, second.Conversions[0].IdempotencyKey));
    }

    [Fact]
    public async Task A_renamed_rule_sends_nothing_twice()
    {
        var webhook = await MapTwiceAsync([Some.Purchase("evt_1", "pay_1")], [Some.Purchase("evt_1", "pay_1") with { Rule = "payment, renamed" }]);

        Assert.Equal([ConversionState.Pending, ConversionState.Suppressed], webhook.Conversions.Select(c => c.State));
        Assert.Single(await ClaimDueAsync());
    }

    [Fact]
    public async Task A_renamed_rule_with_other_conversion_keys_sends_nothing_twice_either()
    {
        var webhook = await MapTwiceAsync([Some.Purchase("evt_1", "pay_1")], [Some.Purchase("evt_1", "order_1") with { Rule = "payment, renamed" }]);

        Assert.Equal([ConversionState.Pending, ConversionState.Suppressed], webhook.Conversions.Select(c => c.State));
        Assert.Single(await ClaimDueAsync());
        Assert.Equal(ConversionState.Suppressed, (await MapAsync(Some.Purchase("evt_2", "order_1"))).Conversions[0].State);
    }
}
