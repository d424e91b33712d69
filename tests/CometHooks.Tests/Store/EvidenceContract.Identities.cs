using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>Identities that are remembered, recalled, forgotten.</summary>
public abstract partial class EvidenceContract
{
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
    public async Task Identities_that_nothing_used_for_long_are_forgotten_and_used_ones_stay()
    {
        await RememberAsync(Identity("unused"), Key("customer", "cus_1"));
        await RememberAsync(Identity("used"), Key("customer", "cus_2"));
        Time.Advance(TimeSpan.FromDays(399));
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Recall = [Key("customer", "cus_2")] });
        Assert.Equal("used", (await SentAsync())!.Visitor.CometToken);
        Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await Store.Holding.ForgetIdentitiesAsync(Time.GetUtcNow() - new RetentionOptions().Ledger, 10, Cancel));

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

        Assert.Equal(2L, await EraseMiraAsync());

        await MapAsync(
            Some.Purchase("evt_1", "pay_1") with { Rule = "a", Recall = [Key("customer", "cus_1"), Key("payment", "pay_2")] },
            Some.Purchase("evt_2", "pay_3") with { Rule = "b", Recall = [Key("customer", "cus_2")] });
        var tokens = new List<string?>();
        await ClaimDueAsync(freeze: c => Keep(c, tokens));
        Assert.Equal([null, "his"], tokens);
    }

    [Fact]
    public async Task Who_is_remembered_under_an_address_is_erased_by_it()
    {
        await RememberAsync(Identity("hers"), Key("payment", "pay_1"), new IdentityKey("email", "", "mira@lighthouse.example"));
        Assert.Equal(1L, await EraseMiraAsync());
    }

    [Fact]
    public async Task A_mapping_that_no_longer_remembers_forgets()
    {
        await KeepAsync(Some.Webhook("evt_r9"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        var draft = new IdentityDraft { Rule = "old", Destination = "main", Type = webhook.Type, Keys = [Key("payment", "pay_1")], Identity = Identity("wrong"), OccurredAt = Some.Morning };
        await Store.Inbox.SaveAsync(Some.Outcome(webhook) with { State = WebhookState.Failed, Reason = "x", Identities = [draft] }, Cancel);
        Assert.Equal(1, await Store.Inbox.MapAgainAsync(webhook.Endpoint, "bbbbbbbbbbbb", Cancel));
        webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(webhook) with { MappingVersion = "bbbbbbbbbbbb" }, Cancel);
        await MapAsync(Some.Purchase("evt_1", "pay_1") with { Recall = [Key("payment", "pay_1")] });
        Assert.Null((await SentAsync())!.Visitor.CometToken);
    }
}
