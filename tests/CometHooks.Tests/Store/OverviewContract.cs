using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class OverviewContract : StoreContract
{

    private protected OverviewContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task What_waits_is_counted_and_the_oldest_is_named()
    {
        await MapAsync(Some.Purchase("evt_1", "pi_1"));
        await KeepAsync(Some.Webhook("evt_2") with { ReceivedAt = Some.Morning.AddMinutes(3) });
        await KeepAsync(Some.Webhook("evt_3") with { State = WebhookState.Late });

        var waiting = await Store.Overview.WaitingAsync(Cancel);

        Assert.Equal((1L, 1L, 0L, 0L), (waiting.Stored, waiting.Late, waiting.Failed, waiting.Dead));
        Assert.Equal(1, Assert.Single(waiting.Pending).Value);
        Assert.Equal((Some.Morning, Some.Morning.AddMinutes(3)), (waiting.OldestPending, waiting.OldestStored));
    }

    [Fact]
    public async Task When_the_last_of_what_waits_is_due_is_told_for_each_destination()
    {
        await MapAsync(Some.Purchase("evt_1", "pi_1"));
        var entry = Assert.Single(await ClaimDueAsync());
        await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Destination, dueIn: TimeSpan.FromMinutes(5)), Cancel);
        await MapAsync(Some.Purchase("evt_2", "pi_2"));

        var waiting = await Store.Overview.WaitingAsync(Cancel);

        Assert.Equal(("main", 2L), (Assert.Single(waiting.Pending).Key, waiting.Pending["main"]));
        Assert.Equal(Some.Morning.AddMinutes(5), waiting.LastDue["main"]);
    }

    [Fact]
    public async Task Each_event_is_summed_once_with_the_money_that_was_accepted()
    {
        await MapAsync(Some.Purchase("evt_1", "pi_1"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        Assert.Equal(2, await Store.Overview.RollUpAsync(100, await Store.Overview.SeriesEndAsync(Cancel), Cancel));
        await MapAsync(Some.Purchase("evt_2", "pi_2"));
        await AttemptAsync(DeliveryOutcome.Delivered);
        await MapAsync(Some.Purchase("evt_3", "pi_3"));
        await AttemptAsync(DeliveryOutcome.Rejected);

        Assert.Equal(4, await Store.Overview.RollUpAsync(100, await Store.Overview.SeriesEndAsync(Cancel), Cancel));
        Assert.Equal(0, await Store.Overview.RollUpAsync(100, await Store.Overview.SeriesEndAsync(Cancel), Cancel));

        var series = await Store.Overview.SeriesAsync(Some.Morning, Some.Morning.AddHours(1), Cancel);
        Assert.Equal(
            [
                new SeriesPoint(Some.Morning, "delivered", "stripe", "main", "purchase", 2, 98.00m),
                new SeriesPoint(Some.Morning, "failed", "stripe", "main", "purchase", 1, 0m),
                new SeriesPoint(Some.Morning, "received", "stripe", "", "", 3, 0m),
            ],
            series.OrderBy(p => p.Measure, StringComparer.Ordinal));
        Assert.Empty(await Store.Overview.SeriesAsync(Some.Morning.AddHours(1), Some.Morning.AddHours(2), Cancel));
    }

    [Fact]
    public async Task What_is_too_young_is_summed_the_next_time_whatever_the_clocks_of_hubs_say()
    {
        await KeepAsync(Some.Webhook("evt_1") with { ReceivedAt = Some.Morning.AddMinutes(40) });
        var seen = await Store.Overview.SeriesEndAsync(Cancel);
        await KeepAsync(Some.Webhook("evt_2"));

        Assert.Equal(1, await Store.Overview.RollUpAsync(100, seen, Cancel));
        Assert.Equal(0, await Store.Overview.RollUpAsync(100, seen, Cancel));
        Assert.Equal(1, await Store.Overview.RollUpAsync(100, await Store.Overview.SeriesEndAsync(Cancel), Cancel));
        Assert.Equal(2, Assert.Single(await Store.Overview.SeriesAsync(Some.Morning, Some.Morning.AddHours(1), Cancel)).Count);
    }

    [Fact]
    public async Task The_last_webhook_of_each_endpoint_and_the_last_answers_of_a_destination_are_told()
    {
        var sale = await MapAsync(Some.Purchase("evt_1", "pi_1"));
        await KeepAsync(Some.Webhook("evt_0", endpoint: "other"));
        await AttemptAsync(DeliveryOutcome.Delivered);

        var last = await Store.Overview.LastWebhooksAsync(["stripe", "other", "never"], Cancel);
        var answer = Assert.Single(await Store.Overview.LastAnswersAsync("main", 10, Cancel));

        Assert.Equal(["other", "stripe"], last.Keys.Order());
        Assert.Equal((sale.Id, WebhookState.Mapped), (last["stripe"].Id, last["stripe"].State));
        Assert.Equal((sale.Conversions[0].Id, "purchase", "delivered"), (answer.Conversion, answer.EventName, answer.Outcome));
        Assert.Empty(await Store.Overview.LastAnswersAsync("eu", 10, Cancel));
    }

    [Fact]
    public async Task What_was_refused_is_grouped_by_what_the_reasons_have_in_common()
    {
        foreach (var (n, why) in new[] { "422: order 'A-1' is unknown", "422: order 'B-2' is unknown", "400: amount is missing" }.Index())
        {
            await MapAsync(Some.Purchase($"evt_{n}", $"pi_{n}"));
            var entry = Assert.Single(await ClaimDueAsync());
            await Store.Outbox.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Rejected) with { Reason = why }, Cancel);
        }

        var causes = await Store.Overview.CausesAsync(ConversionState.Rejected, Cancel);

        Assert.Equal([("422: order … is unknown", 2L), ("400: amount is missing", 1L)], causes.Select(c => (c.Cause, c.Conversions)));
        Assert.Equal(["stripe"], causes[0].Endpoints);
        Assert.Empty(await Store.Overview.CausesAsync(ConversionState.Dead, Cancel));
    }
}
