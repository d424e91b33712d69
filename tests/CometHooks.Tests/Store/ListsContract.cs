using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class ListsContract : StoreContract
{
    private protected ListsContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task Pages_of_webhooks_follow_each_other_newest_first_and_end()
    {
        for (var i = 1; i <= 7; i++)
        {
            await KeepAsync(Some.Webhook($"evt_{i}"));
        }

        var first = await Store.Lists.WebhooksAsync(new WebhookFilter(), before: null, 3, Cancel);
        var second = await Store.Lists.WebhooksAsync(new WebhookFilter(), first.Next, 3, Cancel);
        var third = await Store.Lists.WebhooksAsync(new WebhookFilter(), second.Next, 3, Cancel);

        Assert.Equal(["evt_7", "evt_6", "evt_5"], first.Items.Select(w => w.EventId));
        Assert.Equal(["evt_4", "evt_3", "evt_2"], second.Items.Select(w => w.EventId));
        Assert.Equal(["evt_1"], third.Items.Select(w => w.EventId));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task Webhooks_are_filtered_by_each_of_their_marks_and_by_all_together()
    {
        await KeepAsync(Some.Webhook("evt_a"));
        await KeepAsync(Some.Webhook("evt_b", type: "charge.failed"));
        await KeepAsync(Some.Webhook("evt_c", endpoint: "other"));
        await KeepAsync(Some.Webhook("evt_d") with { ReceivedAt = Some.Morning.AddHours(2), State = WebhookState.Unreadable, Reason = "no JSON" });

        Assert.Equal(["evt_d", "evt_c", "evt_b", "evt_a"], await FoundAsync(new WebhookFilter()));
        Assert.Equal(["evt_b"], await FoundAsync(new WebhookFilter { Type = "charge.failed" }));
        Assert.Equal(["evt_c"], await FoundAsync(new WebhookFilter { Endpoint = "other" }));
        Assert.Equal(["evt_d"], await FoundAsync(new WebhookFilter { State = WebhookState.Unreadable }));
        Assert.Equal(["evt_a"], await FoundAsync(new WebhookFilter { EventId = "evt_a" }));
        Assert.Equal(["evt_d"], await FoundAsync(new WebhookFilter { From = Some.Morning.AddHours(1) }));
        Assert.Equal(["evt_c", "evt_b", "evt_a"], await FoundAsync(new WebhookFilter { To = Some.Morning.AddHours(1) }));
        Assert.Empty(await FoundAsync(new WebhookFilter { From = Some.Morning.AddHours(3) }));
        Assert.Equal(["evt_b"], await FoundAsync(new WebhookFilter { State = WebhookState.Stored, Endpoint = "stripe", Type = "charge.failed", EventId = "evt_b", From = Some.Morning, To = Some.Morning.AddHours(1) }));
        Assert.Empty(await FoundAsync(new WebhookFilter { EventId = "evt_b", Endpoint = "other" }));
    }

    [Fact]
    public async Task A_webhook_is_listed_with_what_became_of_it()
    {
        var webhook = await MapAsync(Some.Purchase("evt_1", "pi_1"));

        var row = Assert.Single((await Store.Lists.WebhooksAsync(new WebhookFilter(), null, 10, Cancel)).Items);

        Assert.Equal((webhook.Id, WebhookState.Mapped, Some.Morning), (row.Id, row.State, row.ReceivedAt));
        Assert.Equal(new MadeConversion(webhook.Conversions[0].Id, "purchase", ConversionState.Pending), Assert.Single(row.Conversions));
        Assert.Equal(webhook.Id, await Store.Lists.WebhookOfAsync(webhook.Conversions[0].Id, Cancel));
        Assert.Null(await Store.Lists.WebhookOfAsync(4711, Cancel));
    }

    [Fact]
    public async Task A_sale_is_found_by_its_order_its_event_and_its_buyers_address_however_that_is_written()
    {
        var sale = await MapAsync(Some.Purchase("evt_1", "pi_1"));
        var other = await MapAsync(Some.Purchase("evt_2", "pi_2") with { Event = new CometlyEvent { EventName = "purchase", Person = new Person { Email = "noor@lighthouse.example" }, Order = new Order { OrderId = "order_2", OrderName = "#1042" } } });

        Assert.Equal([sale.Conversions[0].Id], await ConversionsAsync(new ConversionFilter { OrderId = "order_keel" }));
        Assert.Equal([sale.Conversions[0].Id], await ConversionsAsync(new ConversionFilter { EventId = sale.EventId }));
        Assert.Equal([sale.Conversions[0].Id], await ConversionsAsync(new ConversionFilter { Email = " Mira@Lighthouse.example" }));
        Assert.Equal([other.Conversions[0].Id], await ConversionsAsync(new ConversionFilter { OrderName = "#1042" }));
        Assert.Equal([other.Conversions[0].Id], await ConversionsAsync(new ConversionFilter { OrderName = "1042 " }));
        Assert.All(["104", "#", " "], name => Assert.Empty(ConversionsAsync(new ConversionFilter { OrderName = name }).GetAwaiter().GetResult()));
        Assert.Empty(await ConversionsAsync(new ConversionFilter { Email = "nobody@lighthouse.example" }));
        Assert.Empty(await ConversionsAsync(new ConversionFilter { OrderId = "order_keel", Email = "noor@lighthouse.example" }));
    }

    [Fact]
    public async Task An_address_that_a_sibling_told_finds_the_conversion_once_it_was_sent()
    {
        var charge = await MapAsync(Some.Purchase("evt_1", "pi_1") with { Event = new CometlyEvent { EventName = "purchase", EventTime = Some.Morning, Visitor = new Visitor { CometToken = "token_of_the_sea" }, Order = new Order { Amount = 49m } } });
        await MapAsync(Some.Other("evt_2", "pi_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);

        Assert.Contains(charge.Conversions[0].Id, await ConversionsAsync(new ConversionFilter { Email = "mira.keel@lighthouse.example" }));
    }

    [Fact]
    public async Task Conversions_are_filtered_by_each_of_their_marks()
    {
        var delivered = (await MapAsync(Some.Purchase("evt_1", "pi_1"))).Conversions[0].Id;
        await AttemptAsync(DeliveryOutcome.Delivered);
        var lead = (await MapAsync(Some.Purchase("evt_2", "pi_2") with { EventName = "lead", Destination = "eu" })).Conversions[0].Id;

        Assert.Equal([lead, delivered], await ConversionsAsync(new ConversionFilter()));
        Assert.Equal([delivered], await ConversionsAsync(new ConversionFilter { State = ConversionState.Delivered }));
        Assert.Equal([lead], await ConversionsAsync(new ConversionFilter { EventName = "lead" }));
        Assert.Equal([lead], await ConversionsAsync(new ConversionFilter { Destination = "eu" }));
        Assert.Equal([lead, delivered], await ConversionsAsync(new ConversionFilter { Endpoint = "stripe", From = Some.Morning, To = Some.Morning.AddHours(1) }));
        Assert.Empty(await ConversionsAsync(new ConversionFilter { Endpoint = "other" }));
        Assert.Empty(await ConversionsAsync(new ConversionFilter { From = Some.Morning.AddHours(1) }));

        var row = (await Store.Lists.ConversionsAsync(new ConversionFilter { State = ConversionState.Delivered }, null, 10, Cancel)).Items[0];
        Assert.Equal((49.00m, "order_keel", "charge.succeeded", 1), (row.Amount, row.OrderId, row.Type, row.AttemptsUsed));
    }

    private async Task<IEnumerable<string>> FoundAsync(WebhookFilter filter) => (await Store.Lists.WebhooksAsync(filter, null, 10, Cancel)).Items.Select(w => w.EventId);

    private async Task<IEnumerable<long>> ConversionsAsync(ConversionFilter filter) => (await Store.Lists.ConversionsAsync(filter, null, 10, Cancel)).Items.Select(c => c.Id);
}
