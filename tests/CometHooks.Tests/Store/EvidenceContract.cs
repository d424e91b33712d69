using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>Waiting for evidence, and identities that are remembered.</summary>
public abstract class EvidenceContract : StoreContract
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
    public async Task What_is_remembered_under_the_payment_ends_the_waiting()
    {
        await MapAsync(Waiting("evt_1", "pay_1") with { Recall = [Key("payment", "pay_1")] });
        await RememberAsync(Identity("token_a"), Key("payment", "pay_1"));

        Assert.Equal("token_a", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task What_is_remembered_under_the_customer_fills_in_but_does_not_end_the_waiting()
    {
        await MapAsync(Waiting("evt_1", "pay_1") with { Recall = [Key("payment", "pay_1"), Key("customer", "cus_1")] });
        await RememberAsync(Identity("token_of_the_customer"), Key("customer", "cus_1"));
        Assert.Empty(await ClaimDueAsync());

        await RememberAsync(Identity("token_of_the_payment"), Key("payment", "pay_1"));

        Assert.Equal("token_of_the_payment", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task A_link_leads_from_the_payment_to_what_its_invoice_knows()
    {
        await MapAsync(Waiting("evt_1", "pay_1") with { Recall = [Key("payment", "pay_1")] });
        await RememberAsync(Identity("token_a"), Key("session", "cs_1"), Key("invoice", "in_1"));
        Assert.Empty(await ClaimDueAsync());
        await RememberAsync(Nothing, Key("payment", "pay_1"), Key("invoice", "in_1"));

        Assert.Equal("token_a", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task Of_one_customer_the_newest_before_the_conversion_counts_and_never_a_later_visit()
    {
        await RememberAsync(Identity("old"), Some.Morning.AddDays(-30), Key("customer", "cus_1"));
        await RememberAsync(Identity("new"), Some.Morning.AddDays(-1), Key("customer", "cus_1"));
        await RememberAsync(Identity("next week"), Some.Morning.AddDays(7), Key("customer", "cus_1"));
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Recall = [Key("customer", "cus_1")] });

        Assert.Equal("new", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task A_year_of_renewals_does_not_hide_the_checkout_that_told_the_browser()
    {
        await RememberAsync(Identity("token_of_the_checkout"), Some.Morning.AddDays(-365), Key("customer", "cus_1"));
        for (var month = 1; month <= 12; month++)
        {
            await RememberAsync(new Identity(new Visitor(), new Person { Email = $"mira+{month}@lighthouse.example" }), Some.Morning.AddDays(-30 * month), Key("customer", "cus_1"));
        }

        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Recall = [Key("customer", "cus_1")] });

        Assert.Equal("token_of_the_checkout", (await SentAsync())!.Visitor.CometToken);
    }

    [Fact]
    public async Task Nothing_crosses_scopes_or_destinations()
    {
        await RememberAsync(Identity("of another account"), new IdentityKey("customer", "stripe/acct_other", "cus_1"));
        await RememberAsync(Identity("of another destination"), "eu", Key("customer", "cus_1"));
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Recall = [Key("customer", "cus_1")] });

        Assert.Null((await SentAsync())!.Visitor.CometToken);
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

    [Fact]
    public async Task Identities_that_nothing_used_for_long_are_forgotten_and_used_ones_stay()
    {
        await RememberAsync(Identity("unused"), Key("customer", "cus_1"));
        await RememberAsync(Identity("used"), Key("customer", "cus_2"));
        Time.Advance(TimeSpan.FromDays(399));
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Recall = [Key("customer", "cus_2")] });
        Assert.Equal("used", (await SentAsync())!.Visitor.CometToken);
        Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await Store.Holding.ForgetIdentitiesAsync(Time.GetUtcNow() - IdentityExpiry.Unused, 10, Cancel));

        await MapAsync(
            Some.Purchase("evt_2", "pay_2") with { Rule = "a", Recall = [Key("customer", "cus_1")] },
            Some.Purchase("evt_2", "pay_3") with { Rule = "b", Recall = [Key("customer", "cus_2")] });
        var tokens = new List<string?>();
        await ClaimDueAsync(freeze: c => Keep(c, tokens));
        Assert.Equal([null, "used"], tokens);
    }

    [Fact]
    public async Task A_person_is_erased_from_the_identities_with_all_that_leads_to_them()
    {
        await RememberAsync(new Identity(new Visitor { CometToken = "hers" }, new Person { Email = "Mira@lighthouse.example" }), Key("session", "cs_1"), Key("customer", "cus_1"));
        await RememberAsync(Identity("hers too"), Key("payment", "pay_2"), Key("customer", "cus_1"));
        await RememberAsync(Identity("his"), Key("customer", "cus_2"));

        Assert.Equal(2, await Store.Holding.EraseIdentitiesAsync("mira@lighthouse.example", Cancel));

        await MapAsync(
            Some.Purchase("evt_1", "pay_1") with { Rule = "a", Recall = [Key("customer", "cus_1"), Key("payment", "pay_2")] },
            Some.Purchase("evt_2", "pay_3") with { Rule = "b", Recall = [Key("customer", "cus_2")] });
        var tokens = new List<string?>();
        await ClaimDueAsync(freeze: c => Keep(c, tokens));
        Assert.Equal([null, "his"], tokens);
    }

    [Fact]
    public async Task Who_takes_the_place_of_one_that_names_nobody_is_helped_by_what_would_have_helped_it()
    {
        await MapAsync(Nameless("evt_1", "pay_1") with { Recall = [Key("customer", "cus_1")] });
        var second = await MapAsync(Nameless("evt_2", "pay_1"));

        await RememberAsync(Identity("token_a"), Key("customer", "cus_1"));

        Assert.Equal(ConversionState.Pending, (await ConversionAsync(second)).State);
        Assert.Equal("token_a", (await SentAsync())!.Visitor.CometToken);
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

    private async Task<CometlyEvent?> SentAsync()
    {
        CometlyEvent? sent = null;
        var entry = Assert.Single(await ClaimDueAsync(freeze: c => Keep(c, out sent)));
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel);
        return sent;
    }
}
