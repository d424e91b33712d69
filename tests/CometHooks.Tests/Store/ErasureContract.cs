using System.Text;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>What is erased is gone from every table, and what was counted stays counted.</summary>
public abstract class ErasureContract : StoreContract
{
    private const string Address = "mira@lighthouse.example";
    private static readonly PersonTraces Mira = PersonTraces.OfAddress("Mira@Lighthouse.example");

    private protected ErasureContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task What_was_delivered_keeps_its_place_its_money_and_its_key_and_nothing_else()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var entry = Assert.Single(await ClaimDueAsync());
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered) with { Answer = $"hello {Address}" }, Cancel);
        Assert.Equal([webhook.Id], await Store.Erasures.FindAsync(Mira, Cancel));

        var rows = await Store.Erasures.EraseAsync([webhook.Id], Mira, Cancel);

        var erased = (await Store.Archive.FindAsync(webhook.Id, Cancel))!;
        var conversion = Assert.Single(erased.Conversions);
        Assert.Equal((1L, 1L, 1L), (rows.Webhooks, rows.Conversions, rows.Attempts));
        Assert.Equal((Emptied.Erased, 0, WebhookState.Mapped), (erased.Emptied, erased.Body.Length, erased.State));
        Assert.Equal((ConversionState.Delivered, "order_keel", "counted"), (conversion.State, conversion.OrderId, conversion.EntryState));
        Assert.Equal(
            CometlyEventJson.Write(new CometlyEvent { EventName = "purchase", EventTime = Some.Morning, Order = new Order { Amount = 49.00m, OrderId = "order_keel" } }),
            conversion.EventJson);
        Assert.Null(conversion.Body);
        Assert.Null(Assert.Single(conversion.Attempts).Answer);
        Assert.Equal(ConversionState.Suppressed, (await ConversionAsync(await MapAsync(Some.Purchase("evt_2", "pay_1")))).State);
        Assert.Equal(0L, (await Store.Erasures.EraseAsync([webhook.Id], Mira, Cancel)).Webhooks);
    }

    [Fact]
    public async Task What_waits_is_never_sent()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));

        await Store.Erasures.EraseAsync([webhook.Id], Mira, Cancel);

        Assert.Empty(await ClaimDueAsync());
        var conversion = await ConversionAsync(webhook);
        Assert.Equal((ConversionState.Rejected, "personal data erased before it was delivered", "void"), (conversion.State, conversion.Reason, conversion.EntryState));
    }

    [Fact]
    public async Task What_is_under_way_is_waited_for_so_that_its_answer_counts()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var entry = Assert.Single(await ClaimDueAsync());

        Assert.Equal([webhook.Id], (await Store.Erasures.EraseAsync([webhook.Id], Mira, Cancel)).Busy);
        Assert.True(await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel));
        Assert.Empty((await Store.Erasures.EraseAsync([webhook.Id], Mira, Cancel)).Busy);

        Assert.Equal((ConversionState.Delivered, "counted"), ((await ConversionAsync(webhook)).State, (await ConversionAsync(webhook)).EntryState));
    }

    [Fact]
    public async Task What_is_being_mapped_meanwhile_is_not_saved()
    {
        var id = await KeepAsync(Some.Webhook("evt_1"));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));

        await Store.Erasures.EraseAsync([id], Mira, Cancel);

        Assert.False(await Store.Inbox.SaveAsync(Some.Outcome(claimed, Some.Purchase("evt_1", "pay_1")), Cancel));
        var webhook = (await Store.Archive.FindAsync(id, Cancel))!;
        Assert.Equal((WebhookState.Ignored, 0), (webhook.State, webhook.Conversions.Count));
        Assert.Equal(0, await Store.Replays.MapAnewAsync([id], again: true, Cancel));
    }

    [Fact]
    public async Task Siblings_that_name_nobody_are_hers_and_those_that_name_another_are_not()
    {
        var named = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var nameless = await MapAsync(Some.Purchase("evt_2", "pay_1") with { Event = new CometlyEvent { EventName = "purchase" } });
        await MapAsync(Some.Other("evt_3", "pay_1"));

        Assert.Equal([named.Id, nameless.Id], await Store.Erasures.FindAsync(Mira, Cancel));
    }

    [Theory]
    [InlineData("webhooks")]
    [InlineData("conversions")]
    [InlineData("attempts")]
    [InlineData("audit")]
    public async Task Every_text_is_looked_through_and_nothing_is_left_in_it(string word)
    {
        var table = Words.Read<TracedTable>(word);
        await KeepAsync(Some.Webhook("evt_body") with { Body = Encoding.UTF8.GetBytes($$"""{"email":"{{Address}}"}""") });
        await Store.Inbox.ClaimAsync(10, Cancel);
        await MapAsync(Some.Purchase("evt_1", "pay_1"));
        await Store.Outbox.RecordAsync(Some.Attempt(Assert.Single(await ClaimDueAsync()), DeliveryOutcome.Delivered) with { Answer = Address }, Cancel);
        await Store.Records.AuditAsync(new AuditEntry(Some.Morning, "replay", Address, "x"), Cancel);
        var page = await Store.Erasures.LookThroughAsync(table, 0, Mira, Cancel);
        Assert.Single(page.Found);
        Assert.Null(page.Last);

        if (table == TracedTable.Audit)
        {
            Assert.Equal(1, await Store.Erasures.EraseAuditAsync(page.Found, Cancel));
        }
        else
        {
            await Store.Erasures.EraseAsync(page.Found, Mira, Cancel);
        }

        Assert.Empty((await Store.Erasures.LookThroughAsync(table, 0, Mira, Cancel)).Found);
    }

    [Fact]
    public async Task Keys_that_are_an_address_are_replaced_and_still_count_once()
    {
        var lead = Some.Purchase(Address, Address) with { IdempotencyKey = $"lead:{Address}" };
        var webhook = await MapAsync(lead);
        await AttemptAsync(DeliveryOutcome.Delivered);

        await Store.Erasures.EraseAsync([webhook.Id], Mira, Cancel);

        var conversion = await ConversionAsync(webhook);
        Assert.Empty(conversion.Keys);
        Assert.StartsWith("erased:", conversion.IdempotencyKey, StringComparison.Ordinal);
        Assert.Equal(ConversionState.Suppressed, (await ConversionAsync(await MapAsync(lead with { EventId = "evt_again" }))).State);
    }

    [Fact]
    public async Task What_happened_before_is_kept_without_its_content_and_what_happens_later_with_it()
    {
        Time.Advance(TimeSpan.FromHours(1));
        var receipt = await Store.Erasures.BeginAsync(ErasureKind.Person, Mira, "test", Cancel);
        InboxEntry Of(string key, DateTimeOffset at, string text) => Some.Webhook(key) with { OccurredAt = at, Body = Encoding.UTF8.GetBytes(text) };

        var before = await KeepAsync(Of("evt_before", Some.Morning, """{"email":"MIRA\u0040lighthouse.example"}"""));
        var other = await KeepAsync(Of("evt_other", Some.Morning, """{"email":"mira@lighthouse.example.org"}"""));
        var after = await KeepAsync(Of("evt_after", Some.Morning.AddHours(2), $$"""{"email":"{{Address}}"}"""));

        var kept = (await Store.Archive.FindAsync(before, Cancel))!;
        Assert.Equal((Emptied.Erased, 0, WebhookState.Ignored), (kept.Emptied, kept.Body.Length, kept.State));
        Assert.Null((await Store.Archive.FindAsync(other, Cancel))!.Emptied);
        Assert.Null((await Store.Archive.FindAsync(after, Cancel))!.Emptied);
        Assert.Equal(AddOutcome.Duplicate, (await Store.Inbox.AddAsync([Of("evt_before", Some.Morning, "{}")], Cancel)).Outcome);
        Assert.Equal(ErasureState.Running, receipt.State);
    }

    [Fact]
    public async Task A_platforms_request_waits_to_be_carried_out_once()
    {
        var id = await KeepAsync(Some.Webhook("evt_redact"));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        var request = new PrivacyRequest { Kind = PrivacyRequestKind.EraseCustomer, Email = Address };
        Assert.True(await Store.Inbox.SaveAsync(Some.Outcome(claimed) with { Privacy = request }, Cancel));

        var asked = Assert.Single(await Store.Erasures.AskedErasuresAsync(Cancel));
        var taken = await Store.Erasures.TakeAsync(asked.Id, Mira, Cancel);

        Assert.Equal((id, ErasureKind.Person, "endpoint stripe"), (asked.Webhook, asked.Kind, asked.Actor));
        Assert.Equal(ErasureState.Running, taken!.State);
        Assert.Null(await Store.Erasures.TakeAsync(asked.Id, Mira, Cancel));
        Assert.Empty(await Store.Erasures.AskedErasuresAsync(Cancel));

        Time.Advance(TimeSpan.FromMinutes(6));
        await Store.Erasures.AskedErasuresAsync(Cancel);
        Assert.Equal(asked.Id, Assert.Single(await Store.Erasures.AskedErasuresAsync(Cancel)).Id);
        var done = await Store.Erasures.EndAsync(asked.Id, ErasureState.Done, new ErasedRows { Webhooks = 2 }, [1, 2], needsCompaction: true, Cancel);
        Assert.Equal((ErasureState.Done, 2L, Time.GetUtcNow(), true), (done.State, done.Rows.Webhooks, done.EndedAt, done.NeedsCompaction));
        Assert.Equal([1, 2], Assert.Single((await Store.Erasures.ErasuresAsync(null, 10, Cancel)).Items).Held);
        Assert.Empty(await Store.Erasures.AskedErasuresAsync(Cancel));
    }

    [Fact]
    public async Task What_is_remembered_of_her_goes_with_the_webhook_that_told_it()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        var claimed = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        var told = new IdentityDraft
        {
            Rule = "remember",
            Destination = "main",
            Type = claimed.Type,
            OccurredAt = Some.Morning,
            Keys = [new IdentityKey("customer", "stripe", "cus_1")],
            Identity = new Identity(new Visitor { CometToken = "hers" }, new Person { Email = Address }),
        };
        await Store.Inbox.SaveAsync(Some.Outcome(claimed) with { Identities = [told] }, Cancel);
        Assert.Equal([claimed.Id], (await Store.Erasures.LookThroughAsync(TracedTable.Identities, 0, Mira, Cancel)).Found);

        Assert.Equal([claimed.Id], await Store.Erasures.FindAsync(Mira, Cancel));
        Assert.Equal(1L, (await Store.Erasures.EraseAsync([claimed.Id], Mira, Cancel)).Identities);

        Assert.Empty(await Store.Erasures.FindAsync(Mira, Cancel));
        Assert.Empty((await Store.Erasures.LookThroughAsync(TracedTable.Identities, 0, Mira, Cancel)).Found);
    }
}
