using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>Waiting for evidence, and identities that are remembered.</summary>
public abstract partial class EvidenceContract : StoreContract
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private protected EvidenceContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task What_waits_goes_when_its_time_is_up_and_not_before()
    {
        var held = await MapAsync(Waiting("evt_1", "pay_1"));
        Assert.Equal((ConversionState.Held, Some.Morning + Wait), (held.Conversions[0].State, held.Conversions[0].DueAt!.Value));

        Time.Advance(Wait - TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, Some.Morning + Wait), Released(await Store.Holding.ReleaseDueAsync(10, Cancel)));
        Assert.Empty(await ClaimDueAsync());
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var release = await Store.Holding.ReleaseDueAsync(10, Cancel);

        Assert.Equal((1, null), Released(release));
        Assert.Equal("main", Assert.Single(release.Destinations));
        Assert.Single(await ClaimDueAsync());
    }

    [Fact]
    public async Task A_sibling_that_completes_it_ends_the_waiting_and_both_are_sent_as_one()
    {
        var held = await MapAsync(Waiting("evt_1", "pay_1") with { Rank = 0 });
        var sibling = await MapAsync(Some.Other("evt_2", "pay_1") with { Rank = 1 });

        CometlyEvent? sent = null;
        Assert.Single(await ClaimDueAsync(freeze: c => Keep(c, out sent)));
        Assert.Equal(("mira@lighthouse.example", "token_of_the_sea", "16505551212", "order_keel"), (sent!.Person.Email, sent.Visitor.CometToken, sent.Person.Phone, sent.Order.OrderId));
        Assert.Equal(ConversionState.Suppressed, (await ConversionAsync(sibling)).State);
        var evidence = (await ConversionAsync(held)).EvidenceJson!;
        Assert.Contains($"\"comet_token\":{{\"how\":\"sibling event\",\"webhook\":{sibling.Id},\"type\":\"charge.succeeded\",\"rule\":\"checkout\"}}", evidence, StringComparison.Ordinal);
        Assert.Contains($"\"email\":{{\"how\":\"own event\",\"webhook\":{held.Id}", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rule_further_up_counts_whoever_came_first()
    {
        await MapAsync(Some.Other("evt_2", "pay_1") with { Rank = 1 });
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Rank = 0 });

        CometlyEvent? sent = null;
        var entry = Assert.Single(await ClaimDueAsync(freeze: c => Keep(c, out sent)));
        Assert.Equal("evt_2", entry.IdempotencyKey);
        Assert.Equal(("mira@lighthouse.example", "order_keel", "token_of_the_sea"), (sent!.Person.Email, sent.Order.OrderId, sent.Visitor.CometToken));
    }

    [Fact]
    public async Task After_the_first_attempt_nothing_changes_any_more()
    {
        var first = await MapAsync(Some.Purchase("evt_1", "pay_1"));
        var entry = await AttemptAsync(DeliveryOutcome.Retry);
        await MapAsync(Some.Other("evt_2", "pay_1"));

        Assert.Equal(entry.Body, Assert.Single(await ClaimDueAsync()).Body);
        Assert.DoesNotContain("token_of_the_sea", (await ConversionAsync(first)).EvidenceJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_names_nobody_is_rejected_until_an_event_tells_who_it_was()
    {
        var nobody = await MapAsync(Nameless("evt_1", "pay_1") with { WaitForIdentity = Wait, Recall = [Key("customer", "cus_1")] });
        Time.Advance(Wait);
        await Store.Holding.ReleaseDueAsync(10, Cancel);
        var rejected = await ConversionAsync(nobody);
        Assert.Equal((ConversionState.Rejected, "identification: nobody is named", "void"), (rejected.State, rejected.Reason, rejected.EntryState));

        Time.Advance(TimeSpan.FromDays(2));
        await RememberAsync(Identity("token_a"), Key("customer", "cus_1"));

        Assert.Equal((ConversionState.Pending, null), ((await ConversionAsync(nobody)).State, (await ConversionAsync(nobody)).Reason));
        Assert.Equal("token_a", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task A_sibling_that_tells_goes_in_place_of_one_that_names_nobody_and_takes_what_it_said()
    {
        var nobody = await MapAsync(Nameless("evt_1", "pay_1") with { Rank = 0 });
        Assert.Equal(ConversionState.Rejected, nobody.Conversions[0].State);

        var sibling = await MapAsync(Some.Other("evt_2", "pay_1") with { Rank = 1 });

        Assert.Equal(ConversionState.Replaced, (await ConversionAsync(nobody)).State);
        Assert.Equal((ConversionState.Pending, "evt_2"), (sibling.Conversions[0].State, sibling.Conversions[0].IdempotencyKey));
        var sent = await SentAsync();
        Assert.Equal(("order_keel", "token_of_the_sea"), (sent!.Order.OrderId, sent.Visitor.CometToken));
    }

    private static (int Released, DateTimeOffset? Next) Released(ReleasedHeld release) => (release.Released, release.NextDueAt);

    private static ConversionDraft Waiting(string eventId, string key) => Some.Purchase(eventId, key) with { WaitForIdentity = Wait };

    private static ConversionDraft Nameless(string eventId, string key) => Some.Purchase(eventId, key) with
    {
        Lacking = "identification: nobody is named",
        Event = Some.Purchase(eventId, key).Event with { Person = new Person() },
    };

    private static IdentityKey Key(string kind, string value) => new(kind, "stripe/acct_harbour", value);

    private static Identity Identity(string token) => new(new Visitor { CometToken = token }, new Person());

    private static Identity Nothing => new(new Visitor(), new Person());

    private static string Keep(UnfrozenConversion conversion, out CometlyEvent? sent)
    {
        sent = conversion.Event;
        return CometlyEventJson.Write(conversion.Event);
    }

    private static string Keep(UnfrozenConversion conversion, List<string?> tokens)
    {
        tokens.Add(conversion.Event.Visitor.CometToken);
        return CometlyEventJson.Write(conversion.Event);
    }

    private Task RememberAsync(Identity identity, params IdentityKey[] keys) => RememberAsync(identity, "main", keys);

    private Task RememberAsync(Identity identity, string destination, params IdentityKey[] keys) => RememberAsync(identity, destination, Some.Morning, keys);

    private Task RememberAsync(Identity identity, DateTimeOffset at, params IdentityKey[] keys) => RememberAsync(identity, "main", at, keys);

    private async Task RememberAsync(Identity identity, string destination, DateTimeOffset at, IdentityKey[] keys)
    {
        await KeepAsync(Some.Webhook($"evt_{Guid.NewGuid()}", type: "checkout.session.completed"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        var draft = new IdentityDraft { Rule = "remember", Destination = destination, Type = webhook.Type, Keys = keys, Identity = identity, OccurredAt = at };
        Assert.True(await Store.Inbox.SaveAsync(Some.Outcome(webhook) with { State = WebhookState.Mapped, Identities = [draft] }, Cancel));
    }

    /// <summary>Erases her as an erasure does. Gives how many identities that were.</summary>
    private async Task<long> EraseMiraAsync()
    {
        var mira = PersonTraces.OfAddress("mira@lighthouse.example");
        return (await Store.Erasures.EraseAsync(await Store.Erasures.FindAsync(mira, Cancel), mira, Cancel)).Identities;
    }

    private async Task<CometlyEvent?> SentAsync()
    {
        CometlyEvent? sent = null;
        var entry = Assert.Single(await ClaimDueAsync(freeze: c => Keep(c, out sent)));
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel);
        return sent;
    }
}
