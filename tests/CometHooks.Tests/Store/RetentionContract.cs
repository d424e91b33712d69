using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>What is old goes, a few rows at a time; what waits stays, and what counted still counts.</summary>
public abstract class RetentionContract : StoreContract
{
    private static readonly DateTimeOffset Later = Some.Morning.AddDays(1);

    private protected RetentionContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task A_body_that_is_old_goes_and_what_explains_it_stays()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await KeepAsync(Some.Webhook("evt_young") with { ReceivedAt = Later });
        await Store.Inbox.ClaimAsync(10, Cancel);

        Assert.Equal(1, await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel));
        Assert.Equal(0, await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel));

        var emptied = (await Store.Archive.FindAsync(webhook.Id, Cancel))!;
        Assert.Equal((Emptied.Expired, 0, "[]", "{}", 1), (emptied.Emptied, emptied.Body.Length, emptied.DecisionsJson, emptied.FactsJson, emptied.Conversions.Count));
        Assert.Equal(AddOutcome.Duplicate, (await Store.Inbox.AddAsync([Some.Webhook(webhook.InboxKey!)], Cancel)).Outcome);
        Assert.Equal(0, await Store.Replays.MapAnewAsync([webhook.Id], again: true, Cancel));
        Assert.Single(await ClaimDueAsync());
    }

    [Fact]
    public async Task What_still_waits_to_be_mapped_keeps_its_body_and_is_looked_at_again()
    {
        var first = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var waiting = await KeepAsync(Some.Webhook("evt_waiting"));

        Assert.Equal(1, await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        Assert.Equal((waiting, false), (claimed.Id, claimed.Body.IsEmpty));
        await Store.Inbox.SaveAsync(Some.Outcome(claimed), Cancel);

        Assert.Equal(1, await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel));
        Assert.All([first.Id, waiting], id => Assert.Equal(Emptied.Expired, Store.Archive.FindAsync(id, Cancel).GetAwaiter().GetResult()!.Emptied));
    }

    [Theory]
    [InlineData("mended")]
    [InlineData("mapped anew")]
    public async Task What_failed_keeps_its_body_until_it_is_mapped(string how)
    {
        var failed = await FailAsync("evt_1");
        var next = await MapAsync(Some.Purchase("evt_2", "pay_2"));
        Assert.Equal(2, await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel));
        Assert.Equal((null, Emptied.Expired), (await EmptiedAsync(failed), await EmptiedAsync(next.Id)));

        Assert.Equal(1, how == "mended" ? await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel) : await Store.Replays.MapAnewAsync([failed], again: true, Cancel));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        Assert.False(claimed.Body.IsEmpty);
        await Store.Inbox.SaveAsync(Some.Outcome(claimed), Cancel);

        await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel);
        Assert.Equal(Emptied.Expired, await EmptiedAsync(failed));
    }

    [Fact]
    public async Task What_came_late_keeps_its_body_until_it_is_mapped()
    {
        var late = Some.Webhook("evt_late") with { State = WebhookState.Late, Verified = "signature too old" };
        var id = await KeepAsync(late);
        await MapAsync(Some.Purchase("evt_2", "pay_2"));
        await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel);
        Assert.Null(await EmptiedAsync(id));

        await KeepAsync(late with { State = WebhookState.Stored, Verified = "signature" });
        await Store.Inbox.SaveAsync(Some.Outcome(Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel))), Cancel);

        await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel);
        Assert.Equal(Emptied.Expired, await EmptiedAsync(id));
    }

    [Fact]
    public async Task What_a_failed_webhook_sent_is_known_as_long_as_it_can_be_mapped_again()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(claimed, Some.Purchase("evt_1", "pay_weak")) with { State = WebhookState.Failed, Reason = "line 3" }, Cancel);
        await AttemptAsync(DeliveryOutcome.Delivered);
        await MapAsync(Some.Purchase("evt_newest", "pay_newest"));
        await AttemptAsync(DeliveryOutcome.Delivered);

        await Store.Retention.DropConversionsAsync(Later, 10, Cancel);
        await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel);
        var again = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(again, Some.Purchase("evt_1", "pay_mended") with { Rule = "mended" }) with { MappingVersion = "bbbbbbbbbbbb" }, Cancel);

        Assert.Equal(
            [ConversionState.Delivered, ConversionState.Suppressed],
            (await Store.Archive.FindAsync(claimed.Id, Cancel))!.Conversions.Select(c => c.State));
    }

    [Fact]
    public async Task What_nobody_saw_to_is_given_up_in_the_end()
    {
        var failed = await FailAsync("evt_1");
        var late = await KeepAsync(Some.Webhook("evt_late") with { State = WebhookState.Late, Verified = "signature too old" });
        Assert.Equal(0, await Store.Retention.GiveUpAsync(Some.Morning, 10, Cancel));

        Assert.Equal(2, await Store.Retention.GiveUpAsync(Later, 10, Cancel));

        Assert.All([failed, late], id => Assert.Equal((WebhookState.Ignored, Emptied.Expired), (Store.Archive.FindAsync(id, Cancel).GetAwaiter().GetResult() is { } w ? (w.State, w.Emptied) : default)));
        Assert.Equal(0, await Store.Inbox.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel));
    }

    private async Task<long> FailAsync(string eventId)
    {
        var id = await KeepAsync(Some.Webhook(eventId));
        await Store.Inbox.SaveAsync(Some.Outcome(Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel))) with { State = WebhookState.Failed, Reason = "line 3" }, Cancel);
        return id;
    }

    private async Task<Emptied?> EmptiedAsync(long id) => (await Store.Archive.FindAsync(id, Cancel))!.Emptied;

    [Fact]
    public async Task No_more_are_taken_at_once_than_asked_for()
    {
        for (var i = 0; i < 5; i++)
        {
            await MapAsync(Some.Purchase($"evt_{i}", $"pay_{i}"));
            await AttemptAsync(DeliveryOutcome.Delivered);
        }

        Assert.Equal((2, 2, 1), (await Store.Retention.EmptyBodiesAsync(Later, 2, Cancel), await Store.Retention.EmptyBodiesAsync(Later, 2, Cancel), await Store.Retention.EmptyBodiesAsync(Later, 2, Cancel)));
        Assert.Equal((2, 2, 0), (await Store.Retention.DropConversionsAsync(Later, 2, Cancel), await Store.Retention.DropConversionsAsync(Later, 2, Cancel), await Store.Retention.DropConversionsAsync(Later, 2, Cancel)));
        Assert.Equal((2, 2, 0), (await Store.Retention.DropWebhooksAsync(Later, 2, Cancel), await Store.Retention.DropWebhooksAsync(Later, 2, Cancel), await Store.Retention.DropWebhooksAsync(Later, 2, Cancel)));
    }

    [Fact]
    public async Task A_conversion_that_ended_goes_with_its_attempts_and_still_counts()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        await MapAsync(Some.Purchase("evt_newest", "pay_newest"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        Assert.Equal(0, await Store.Retention.DropConversionsAsync(Some.Morning, 10, Cancel));

        Assert.Equal(1, await Store.Retention.DropConversionsAsync(Later, 10, Cancel));

        Assert.Empty((await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions);
        var again = await ConversionAsync(await MapAsync(Some.Purchase("evt_2", "pay_1")));
        Assert.Equal((ConversionState.Suppressed, $"already counted by conversion {webhook.Conversions[0].Id}"), (again.State, again.Reason));
    }

    [Fact]
    public async Task The_newest_row_stays_so_that_its_number_is_never_anothers()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);

        await Store.Retention.DropConversionsAsync(Later, 10, Cancel);
        await Store.Retention.DropWebhooksAsync(Later, 10, Cancel);
        await Store.Retention.DropEntriesAsync(Later, 0, 10, Cancel);

        var other = await MapAsync(Some.Purchase("evt_2", "pay_2"));
        Assert.NotEqual(webhook.Id, other.Id);
        Assert.NotEqual(webhook.Conversions[0].Id, other.Conversions[0].Id);
        Assert.NotEqual(webhook.Conversions[0].EntryId, other.Conversions[0].EntryId);
    }

    [Fact]
    public async Task What_waits_is_never_deleted_nor_are_its_siblings()
    {
        var pending = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sibling = await MapAsync(Some.Other("evt_2", "pay_1"));
        var dead = await MapAsync(Some.Purchase("evt_3", "pay_3"));
        foreach (var entry in await ClaimDueAsync())
        {
            await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Retry, dueIn: TimeSpan.FromHours(1)) with { NextState = entry.WebhookId == dead.Id ? ConversionState.Dead : ConversionState.Pending }, Cancel);
        }

        Assert.Equal(0, await Store.Retention.DropConversionsAsync(Later, 10, Cancel));
        Assert.Equal(0, await Store.Retention.DropWebhooksAsync(Later, 10, Cancel));
        Assert.Null(await Store.Retention.DropEntriesAsync(Later, 0, 10, Cancel));

        Assert.Equal(
            [ConversionState.Pending, ConversionState.Suppressed, ConversionState.Dead],
            [(await ConversionAsync(pending)).State, (await ConversionAsync(sibling)).State, (await ConversionAsync(dead)).State]);
        Assert.Equal("sent", (await ConversionAsync(dead)).EntryState);
    }

    [Fact]
    public async Task What_conditions_saw_goes_with_the_conversions()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(claimed) with { DecisionsJson = """[{"why":"email = \"mira@lighthouse.example\""}]""", Reason = "email = \"mira@lighthouse.example\"" }, Cancel);
        await Store.Retention.EmptyBodiesAsync(Later, 10, Cancel);

        Assert.Equal(1, await Store.Retention.DropDecisionsAsync(Later, 10, Cancel));

        var webhook = (await Store.Archive.FindAsync(claimed.Id, Cancel))!;
        Assert.Equal((WebhookState.Ignored, null, null), (webhook.State, webhook.DecisionsJson, webhook.Reason));
    }

    [Fact]
    public async Task What_the_ledger_has_not_met_for_long_is_forgotten_and_counts_again()
    {
        await MapAsync(Some.Purchase("evt_old", "pay_old"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        await MapAsync(Some.Purchase("evt_met", "pay_met"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        Time.Advance(TimeSpan.FromDays(400));
        await MapAsync(Some.Other("evt_met_again", "pay_met"));

        Assert.Null(await Store.Retention.DropEntriesAsync(Time.GetUtcNow().AddDays(-1), 0, 10, Cancel));

        Assert.Equal(ConversionState.Suppressed, (await ConversionAsync(await MapAsync(Some.Purchase("evt_3", "pay_met")))).State);
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(await MapAsync(Some.Purchase("evt_4", "pay_old")))).State);
    }

    [Fact]
    public async Task The_ledger_is_looked_through_in_pages()
    {
        for (var i = 0; i < 3; i++)
        {
            await MapAsync(Some.Purchase($"evt_{i}", $"pay_{i}"));
            await AttemptAsync(DeliveryOutcome.Delivered);
        }

        var after = await Store.Retention.DropEntriesAsync(Later, 0, 2, Cancel);
        Assert.NotNull(after);
        Assert.Null(await Store.Retention.DropEntriesAsync(Later, after.Value, 2, Cancel));
        Assert.Null(await Store.Retention.DropEntriesAsync(Later, 0, 2, Cancel));
    }
}
