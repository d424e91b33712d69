using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class ReplaysContract : StoreContract
{
    private static readonly ReplayFilter All = new() { States = [WebhookState.Mapped, WebhookState.Ignored, WebhookState.Failed] };

    private protected ReplaysContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task What_is_mapped_anew_has_the_next_run_and_waits_behind_what_arrives()
    {
        var old = await MapAsync();
        Assert.Equal(1, await Store.Replays.MapAnewAsync([old.Id], again: false, Cancel));
        var live = await KeepAsync(Some.Webhook("evt_live"));

        var claimed = await Store.Inbox.ClaimAsync(10, Cancel);

        Assert.Equal([(live, 0), (old.Id, 1)], claimed.Select(w => (w.Id, w.Run)));
        Assert.Equal(0, await Store.Replays.MapAnewAsync([old.Id], again: true, Cancel));
    }

    [Fact]
    public async Task What_is_mapped_anew_does_not_look_as_if_it_had_waited_since_it_arrived()
    {
        var old = await MapAsync();
        Assert.Equal(1, await Store.Replays.MapAnewAsync([old.Id], again: false, Cancel));

        Assert.Null((await Store.Archive.CountAsync(Cancel)).OldestStored);
    }

    [Theory]
    [InlineData(DeliveryOutcome.Delivered, ConversionState.Delivered)]
    [InlineData(DeliveryOutcome.Retry, ConversionState.Pending)]
    [InlineData(DeliveryOutcome.Retry, ConversionState.Dead)]
    public async Task What_counts_or_may_count_is_mapped_anew_only_with_again(object outcome, object next)
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sibling = await MapAsync(Some.Purchase("evt_2", "pay_1"));
        await EndAsync((DeliveryOutcome)outcome, (ConversionState)next);

        var chosen = (await LookAsync(All)).Chosen;

        Assert.All(chosen, c => Assert.Equal([new EarlierEffect("main", "purchase")], c.Effects));
        Assert.Equal(0, await Store.Replays.MapAnewAsync([webhook.Id, sibling.Id], again: false, Cancel));
        Assert.Equal(2, await Store.Replays.MapAnewAsync([webhook.Id, sibling.Id], again: true, Cancel));
    }

    [Fact]
    public async Task What_Cometly_refused_or_a_guard_took_out_counts_for_nothing()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Rejected);
        await MapAsync(Some.Purchase("evt_2", "pay_2") with { State = ConversionState.Excluded, Reason = "zero amount" });

        var chosen = (await LookAsync(All)).Chosen;

        Assert.Equal(2, chosen.Count);
        Assert.All(chosen, c => Assert.Empty(c.Effects));
    }

    [Fact]
    public async Task A_refused_one_goes_after_it_was_mapped_anew()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await AttemptAsync(DeliveryOutcome.Rejected);
        await Store.Replays.MapAnewAsync([webhook.Id], again: false, Cancel);
        var again = Assert.Single(await Store.Inbox.ClaimAsync(10, Cancel));

        await Store.Inbox.SaveAsync(Some.Outcome(again, Some.Purchase("evt_1", "pay_1")), Cancel);

        var conversions = (await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions;
        Assert.Equal([(0, "evt_1"), (1, "evt_1")], conversions.Select(c => (c.Run, c.IdempotencyKey)));
        Assert.Equal(ConversionState.Pending, conversions[1].State);
        Assert.Equal("evt_1", Assert.Single(await ClaimDueAsync()).IdempotencyKey);
    }

    [Fact]
    public async Task What_a_guard_rejected_is_replaced_by_what_the_webhook_makes_when_it_is_mapped_anew()
    {
        var purchase = Some.Purchase("evt_1", "pay_1");
        var webhook = await MapAsync(purchase with { State = ConversionState.Rejected, Reason = "currency: no rate" });
        await Store.Replays.MapAnewAsync([webhook.Id], again: false, Cancel);

        await Store.Inbox.SaveAsync(Some.Outcome(Assert.Single(await Store.Inbox.ClaimAsync(10, Cancel)), purchase), Cancel);

        var conversions = (await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions;
        Assert.Equal([ConversionState.Replaced, ConversionState.Pending], conversions.Select(c => c.State));
        Assert.Equal("replaced when its webhook was mapped anew; currency: no rate", conversions[0].Reason);
        Assert.Empty(await Store.Overview.CausesAsync(ConversionState.Rejected, Cancel));
    }

    [Fact]
    public async Task The_filter_chooses_by_endpoint_type_state_event_and_time()
    {
        var charge = await KeepAsync(Some.Webhook("evt_charge"));
        var invoice = await KeepAsync(Some.Webhook("evt_invoice", type: "invoice.paid"));
        var elsewhere = await KeepAsync(Some.Webhook("evt_eu", endpoint: "stripe-eu"));
        var late = await KeepAsync(Some.Webhook("evt_later") with { ReceivedAt = Some.Morning.AddHours(1) });
        var stored = new ReplayFilter { States = [WebhookState.Stored] };

        Assert.Equal([charge, invoice, elsewhere, late], await IdsAsync(stored));
        Assert.Equal([elsewhere], await IdsAsync(stored with { Endpoint = "Stripe-EU" }));
        Assert.Equal([invoice], await IdsAsync(stored with { Types = ["invoice.paid", "invoice.voided"] }));
        Assert.Equal([charge], await IdsAsync(stored with { EventId = "evt_charge" }));
        Assert.Equal([late], await IdsAsync(stored with { From = Some.Morning.AddHours(1) }));
        Assert.Equal([charge, invoice, elsewhere], await IdsAsync(stored with { To = Some.Morning.AddHours(1) }));
        Assert.Empty(await IdsAsync(stored with { EventId = "evt_charge", To = Some.Morning }));
        Assert.Empty(await IdsAsync(All));
        Assert.Equal((4, 1), (await Store.Replays.CountAsync(stored, Cancel), await Store.Replays.CountAsync(stored with { From = Some.Morning.AddHours(1) }, Cancel)));
    }

    [Fact]
    public async Task Webhooks_of_one_moment_are_each_looked_at_once_page_by_page()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await KeepAsync(Some.Webhook($"evt_{i}")));
        }

        var seen = new List<long>();
        var pages = 0;
        ReplayCursor? cursor = null;
        do
        {
            var page = await Store.Replays.LookThroughAsync(new ReplayFilter { States = [WebhookState.Stored] }, cursor, 2, Cancel);
            seen.AddRange(page.Chosen.Select(c => c.Webhook.Id));
            cursor = page.Next;
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(ids, seen);
        Assert.Equal(3, pages);
        Assert.Equal(Some.Webhook("evt_0").Body.ToArray(), (await LookAsync(new ReplayFilter { States = [WebhookState.Stored] })).Chosen[0].Webhook.Body.ToArray());
    }

    [Fact]
    public async Task The_ledger_foretells_what_counts_already_and_writes_nothing()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1") with { IdempotencyKey = "pixel_1" });

        Assert.Equal(LedgerStanding.Counted, (await ForeseeAsync(webhook.Id, Some.Purchase("evt_2", "pay_1"))).Standing);
        Assert.Equal(LedgerStanding.Free, (await ForeseeAsync(webhook.Id, Some.Purchase("evt_2", "pay_2") with { Rule = "payment", EventName = "subscribe" })).Standing);
        Assert.Equal(LedgerStanding.Counted, (await ForeseeAsync(webhook.Id, Some.Purchase("evt_1", "another key, the same rule"))).Standing);
        Assert.Equal(LedgerStanding.KeyTaken, (await ForeseeAsync(webhook.Id + 1, Some.Purchase("evt_2", "pay_2") with { IdempotencyKey = "pixel_1" })).Standing);
        Assert.Equal(LedgerStanding.Free, (await ForeseeAsync(webhook.Id + 1, Some.Purchase("evt_2", "pay_2"))).Standing);
        Assert.Single((await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions);
    }

    [Fact]
    public async Task The_ledger_tells_under_which_other_names_the_same_thing_counted_before()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var renamed = Some.Purchase("evt_2", "pay_1") with { EventName = "custom_event_1" };

        Assert.Equal(["purchase"], (await ForeseeAsync(webhook.Id, renamed)).OtherNames);
        Assert.Empty((await ForeseeAsync(webhook.Id, renamed, before: Some.Morning)).OtherNames);
        Assert.Empty((await ForeseeAsync(webhook.Id, renamed with { Destination = "eu" })).OtherNames);
        Assert.Empty((await ForeseeAsync(webhook.Id, renamed with { Keys = ["pay_2"] })).OtherNames);
    }

    [Fact]
    public async Task A_dead_conversion_goes_again_as_it_was_with_its_attempts_from_the_start()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var first = await EndAsync(DeliveryOutcome.Retry, ConversionState.Dead);
        Assert.Equal(LedgerStanding.Dead, (await ForeseeAsync(webhook.Id + 1, Some.Purchase("evt_2", "pay_1"))).Standing);
        var dead = Assert.Single((await Store.Replays.FindDeadAsync(All, 0, 10, Cancel)).Chosen);

        Assert.Equal(1, await Store.Replays.SendAgainAsync([dead.Id], Cancel));
        Assert.Equal(0, await Store.Replays.SendAgainAsync([dead.Id], Cancel));

        var again = Assert.Single(await ClaimReplayAsync());
        Assert.Equal((first.Id, first.IdempotencyKey, first.Body, 0), (again.Id, again.IdempotencyKey, again.Body, again.AttemptsUsed));
        await Store.Outbox.RecordAsync(Some.Attempt(again, DeliveryOutcome.Delivered), Cancel);
        var ended = await ConversionAsync(webhook);
        Assert.Equal((ConversionState.Delivered, 2), (ended.State, ended.Attempts.Count));
        Assert.Equal(ConversionState.Suppressed, (await MapAsync(Some.Purchase("evt_2", "pay_1"))).Conversions[0].State);
    }

    [Fact]
    public async Task The_dead_are_chosen_by_their_webhooks()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await EndAsync(DeliveryOutcome.Retry, ConversionState.Dead);

        Assert.Single((await Store.Replays.FindDeadAsync(All with { Types = ["charge.succeeded"] }, 0, 10, Cancel)).Chosen);
        Assert.Empty((await Store.Replays.FindDeadAsync(All with { Types = ["invoice.paid"] }, 0, 10, Cancel)).Chosen);
    }

    [Fact]
    public async Task What_was_delivered_goes_as_a_new_event_each_time_under_a_key_and_an_entry_of_its_own()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sent = await AttemptAsync(DeliveryOutcome.Delivered);

        var first = await Store.Replays.SendAsNewAsync(sent.Id, "the space was emptied", "user ada", replay: null, (original, key) => $"{original.Body} as {key}", Cancel);
        var second = await Store.Replays.SendAsNewAsync(sent.Id, "again", "user ada", replay: null, (original, key) => $"{original.Body} as {key}", Cancel);

        Assert.Equal(("evt_1:again:1", "evt_1:again:2"), (first!.IdempotencyKey, second!.IdempotencyKey));
        var claimed = await ClaimReplayAsync();
        Assert.Equal([$"{sent.Body} as evt_1:again:1", $"{sent.Body} as evt_1:again:2"], claimed.Select(c => c.Body));
        foreach (var entry in claimed)
        {
            Assert.True(await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel));
        }

        var conversions = (await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions;
        Assert.Equal([0, -1, -2], conversions.Select(c => c.Run));
        Assert.All(conversions, c => Assert.Equal((ConversionState.Delivered, "counted"), (c.State, c.EntryState)));
        Assert.Equal(3, conversions.Select(c => c.EntryId).Distinct().Count());
        var line = (await Store.Records.AuditAsync(10, Cancel))[^1];
        Assert.Equal(("replay", $"conversion {sent.Id}"), (line.Kind, line.Subject));
        Assert.EndsWith("Reason: the space was emptied", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_that_is_asked_for_twice_under_one_id_sends_one_new_event()
    {
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var sent = await AttemptAsync(DeliveryOutcome.Delivered);

        var first = await Store.Replays.SendAsNewAsync(sent.Id, "why", "user ada", "mine", (original, key) => $"{original.Body} as {key}", Cancel);
        var second = await Store.Replays.SendAsNewAsync(sent.Id, "why", "user ada", "mine", (original, key) => $"{original.Body} as {key}", Cancel);
        var other = await Store.Replays.SendAsNewAsync(sent.Id, "why", "user ada", "another", (original, key) => $"{original.Body} as {key}", Cancel);

        Assert.Equal((first!.Copy!.Id, first.IdempotencyKey, true), (second!.Copy!.Id, second.IdempotencyKey, first.IsNew));
        Assert.False(second.IsNew);
        Assert.NotEqual(first.IdempotencyKey, other!.IdempotencyKey);
        Assert.StartsWith("evt_1:again:", first.IdempotencyKey, StringComparison.Ordinal);
        Assert.Equal(2, (await ClaimReplayAsync()).Count);
        Assert.Equal(2, (await Store.Records.AuditAsync(10, Cancel)).Count);
    }

    [Fact]
    public async Task Only_what_was_delivered_goes_as_a_new_event()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));

        Assert.Null(await Store.Replays.SendAsNewAsync(webhook.Conversions[0].Id, "why", "user ada", replay: null, (_, _) => "{}", Cancel));
        Assert.Null(await Store.Replays.SendAsNewAsync(webhook.Conversions[0].Id + 1000, "why", "user ada", replay: null, (_, _) => "{}", Cancel));
        Assert.Empty(await Store.Records.AuditAsync(10, Cancel));
        Assert.Equal(ConversionState.Pending, (await ConversionAsync(webhook)).State);
    }

    private Task<ReplayPage> LookAsync(ReplayFilter filter) => Store.Replays.LookThroughAsync(filter, null, 100, Cancel);

    private async Task<IEnumerable<long>> IdsAsync(ReplayFilter filter) => (await LookAsync(filter)).Chosen.Select(c => c.Webhook.Id);

    private async Task<LedgerOutlook> ForeseeAsync(long webhookId, ConversionDraft draft, DateTimeOffset? before = null)
        => Assert.Single(await Store.Replays.ForeseeAsync(webhookId, [draft], before ?? Some.Morning.AddSeconds(1), Cancel));

    private Task<IReadOnlyList<OutboxEntry>> ClaimReplayAsync() => Store.Outbox.ClaimAsync("main", Lane.Replay, 10, _ => "another body", Cancel);

    private async Task<OutboxEntry> EndAsync(DeliveryOutcome outcome, ConversionState next)
    {
        var entry = Assert.Single(await ClaimDueAsync());
        var attempt = Some.Attempt(entry, outcome, mayHaveLanded: true, dueIn: next == ConversionState.Pending ? TimeSpan.Zero : null) with { NextState = next };
        Assert.True(await Store.Outbox.RecordAsync(attempt, Cancel));
        return entry;
    }
}
