using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class OutboxContract : StoreContract
{
    private protected OutboxContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task A_pending_conversion_is_claimed_with_the_body_that_its_first_claim_made()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        UnfrozenConversion? seen = null;

        var entry = Assert.Single(await ClaimDueAsync(freeze: c =>
        {
            seen = c;
            return "{\"first\":1}";
        }));

        Assert.Equal(
            (webhook.Id, "stripe", "purchase", "main", "evt_1", "{\"first\":1}", 0),
            (entry.WebhookId, entry.Endpoint, entry.EventName, entry.Destination, entry.IdempotencyKey, entry.Body, entry.AttemptsUsed));
        Assert.Equal((entry.Id, "evt_1", Some.Morning, 49.00m), (seen!.Id, seen.IdempotencyKey, seen.Now, seen.Event.Order.Amount));
    }

    [Fact]
    public async Task A_retry_sends_exactly_the_frozen_body()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var first = Assert.Single(await ClaimDueAsync(freeze: _ => "{\"first\":1}"));
        await Store.Outbox.RecordAsync(Some.Attempt(first, DeliveryOutcome.Retry, true, TimeSpan.Zero), Cancel);

        var second = Assert.Single(await ClaimDueAsync(freeze: _ => "{\"second\":2}"));

        Assert.Equal("{\"first\":1}", second.Body);
        Assert.Equal((first.IdempotencyKey, 1), (second.IdempotencyKey, second.AttemptsUsed));
        Assert.True(second.Lease > first.Lease);
    }

    [Fact]
    public async Task A_claimed_conversion_is_not_claimed_again_before_its_lease_ends()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var frozen = Assert.Single(await ClaimDueAsync());

        Time.Advance(DeliveryLease - TimeSpan.FromSeconds(1));
        Assert.Empty(await ClaimDueAsync());
        Time.Advance(TimeSpan.FromSeconds(2));
        var again = Assert.Single(await ClaimDueAsync());

        Assert.False(await Store.Outbox.RecordAsync(Some.Attempt(frozen, DeliveryOutcome.Delivered), Cancel));
        Assert.True(await Store.Outbox.RecordAsync(Some.Attempt(again, DeliveryOutcome.Delivered), Cancel));
        Assert.False(await Store.Outbox.RecordAsync(Some.Attempt(again, DeliveryOutcome.Delivered), Cancel));
    }

    [Fact]
    public async Task A_conversion_given_back_is_due_at_once_without_an_attempt()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var claimed = await ClaimDueAsync();

        await Store.Outbox.ReleaseAsync(claimed, Cancel);

        Assert.Equal(0, Assert.Single(await ClaimDueAsync()).AttemptsUsed);
    }

    [Fact]
    public async Task What_is_due_longest_goes_first_and_what_is_not_due_waits()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var late = Assert.Single(await ClaimDueAsync());
        await Store.Outbox.RecordAsync(Some.Attempt(late, DeliveryOutcome.Throttled, dueIn: TimeSpan.FromSeconds(30)), Cancel);
        Time.Advance(TimeSpan.FromSeconds(10));
        await MapAsync(Some.Purchase("evt_2", "pay_2"));

        Assert.Equal("evt_2", Assert.Single(await ClaimDueAsync(1)).IdempotencyKey);
        Time.Advance(TimeSpan.FromSeconds(10));
        await MapAsync(Some.Purchase("evt_3", "pay_3"));
        Assert.Equal(new OutboxCount(1, Some.Morning.AddSeconds(30)), await LookAsync());
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["evt_3", "evt_1"], (await ClaimDueAsync()).Select(e => e.IdempotencyKey));
    }

    [Fact]
    public async Task Lanes_and_destinations_are_claimed_apart()
    {
        await MapAsync(
            Some.Purchase("evt_1", "pay_1"),
            Some.Purchase("evt_1", "cart_1") with { Rule = "cart", EventName = "add_to_cart", Lane = Lane.Browse },
            Some.Purchase("evt_1", "pay_1") with { Rule = "eu", Destination = "eu" });

        var outlook = await Store.Outbox.LookAsync("main", Cancel);

        Assert.Equal([(Lane.Browse, 1), (Lane.Money, 1)], outlook.Due.OrderByDescending(d => d.Key).Select(d => (d.Key, d.Value)));
        Assert.Equal("evt_1", Assert.Single(await ClaimDueAsync()).IdempotencyKey);
        Assert.Empty(await ClaimDueAsync());
        Assert.Equal([Lane.Browse], (await Store.Outbox.LookAsync("main", Cancel)).Due.Keys);
        Assert.Equal([Lane.Money], (await Store.Outbox.LookAsync("eu", Cancel)).Due.Keys);
    }

    [Fact]
    public async Task A_long_backlog_is_not_counted_to_its_end_and_still_claimed_to_it()
    {
        await MapAsync([.. Enumerable.Range(0, OutboxOutlook.MostDue + 44).Select(i => Some.Purchase("evt_1", $"pay_{i}") with { Rule = $"rule_{i}", IdempotencyKey = $"key_{i}" })]);

        Assert.Equal(OutboxOutlook.MostDue, (await Store.Outbox.LookAsync("main", Cancel)).Due[Lane.Money]);
        await ClaimDueAsync(OutboxOutlook.MostDue);
        Assert.Equal(44, (await Store.Outbox.LookAsync("main", Cancel)).Due[Lane.Money]);
        Assert.Equal(44, (await ClaimDueAsync(OutboxOutlook.MostDue)).Count);
    }

    [Fact]
    public async Task A_claimed_conversion_shows_as_due_again_when_its_lease_ends()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await ClaimDueAsync();

        Assert.Equal(new OutboxCount(0, Some.Morning.Add(DeliveryLease)), await LookAsync());
    }

    [Fact]
    public async Task Every_attempt_is_kept_with_its_answer()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Retry, mayHaveLanded: true);
        var entry = Assert.Single(await ClaimDueAsync());
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered) with { Status = 202, RequestId = "req_9", Answer = "{}" }, Cancel);

        var conversion = await ConversionAsync(webhook);

        Assert.Equal((ConversionState.Delivered, 2, null), (conversion.State, conversion.AttemptsUsed, conversion.DueAt));
        Assert.Equal([(1, "retry", null, null), (2, "delivered", 202, "req_9")], conversion.Attempts.Select(a => (a.Number, a.Outcome, a.Status, a.RequestId)));
        Assert.Equal(entry.Body, conversion.Body);
    }

    [Fact]
    public async Task A_claim_tells_how_often_it_was_tried_and_how_often_the_destination_was_wrong()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Retry);
        await AttemptAsync(DeliveryOutcome.Throttled);
        await AttemptAsync(DeliveryOutcome.Destination);

        var entry = Assert.Single(await ClaimDueAsync());

        Assert.Equal((1, 3, 1), (entry.AttemptsUsed, entry.Attempts, entry.DestinationAttempts));
    }

    [Fact]
    public async Task What_waits_only_because_its_destination_was_wrong_is_due_at_once_and_nothing_else_is()
    {
        DeliveryOutcome[] outcomes = [DeliveryOutcome.Destination, DeliveryOutcome.Rejected, DeliveryOutcome.Retry, DeliveryOutcome.Throttled];
        for (var i = 0; i < outcomes.Length; i++)
        {
            await MapAsync(Some.Purchase($"evt_{i}", $"pay_{i}"));
            var entry = Assert.Single(await ClaimDueAsync());
            await Store.Outbox.RecordAsync(Some.Attempt(entry, outcomes[i], dueIn: TimeSpan.FromMinutes(10 - i)) with { NextState = ConversionState.Pending }, Cancel);
        }

        await MapAsync(Some.Purchase("evt_8", "pay_8"));
        Assert.Single(await ClaimDueAsync());
        await MapAsync(Some.Purchase("evt_9", "pay_9") with { Destination = "eu" });
        var elsewhere = Assert.Single(await Store.Outbox.ClaimAsync("eu", Lane.Money, 10, _ => "{}", Cancel));
        await Store.Outbox.RecordAsync(Some.Attempt(elsewhere, DeliveryOutcome.Destination, dueIn: TimeSpan.FromMinutes(10)), Cancel);

        Assert.Equal(2, await Store.Outbox.DueAtOnceAsync("main", Cancel));

        Assert.Equal(["evt_0", "evt_1"], (await ClaimDueAsync()).Select(e => e.IdempotencyKey));
        Assert.Equal(0, await Store.Outbox.DueAtOnceAsync("main", Cancel));
        Assert.Empty((await Store.Outbox.LookAsync("eu", Cancel)).Due);
    }

    [Fact]
    public async Task A_conversion_that_cannot_be_written_is_rejected_and_holds_nobody_up()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await MapAsync(Some.Purchase("evt_2", "pay_2"));

        var claimed = await ClaimDueAsync(freeze: c => c.IdempotencyKey == "evt_1" ? throw new InvalidOperationException("mira@lighthouse.example") : "{}");

        Assert.Equal("evt_2", Assert.Single(claimed).IdempotencyKey);
        var conversion = await ConversionAsync(webhook);
        Assert.Equal((ConversionState.Rejected, "its request could not be written (InvalidOperationException)"), (conversion.State, conversion.Reason));
    }

    private async Task<OutboxCount> LookAsync()
    {
        var outlook = await Store.Outbox.LookAsync("main", Cancel);
        return new OutboxCount(outlook.Due.Values.Sum(), outlook.NextDueAt);
    }

    private sealed record OutboxCount(int Due, DateTimeOffset? Next);
}
