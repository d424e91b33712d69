using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class AlertsContract : StoreContract
{
    private static readonly DateTimeOffset Noon = Some.Morning.AddHours(4);

    private static readonly OpenAlert Silence = new("silence/stripe", "silence", "stripe", "warning", "Nothing came", "/endpoints", Noon);

    private protected AlertsContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task Only_one_of_many_opens_an_alert_and_only_its_notices_are_sent()
    {
        var raised = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Store.Alerts.RaiseAlertAsync(Silence, [Notice($"n{n}")], Cancel)));

        Assert.Single(raised, isFirst => isFirst);
        Assert.Equal(Silence, Assert.Single(await Store.Alerts.OpenAlertsAsync(Cancel)));
        Assert.Single(await ClaimAsync(Noon));
    }

    [Fact]
    public async Task A_claimed_notice_is_due_again_when_nobody_ended_it_and_never_again_when_somebody_did()
    {
        await Store.Alerts.RaiseAlertAsync(Silence, [Notice("n1")], Cancel);

        var first = Assert.Single(await ClaimAsync(Noon));
        Assert.Empty(await ClaimAsync(Noon.AddMinutes(4)));
        var second = Assert.Single(await ClaimAsync(Noon.AddMinutes(5)));

        Assert.Equal((0, 1, Notice("n1")), (first.Tries, second.Tries, second.Notice));
        await Store.Alerts.PostponeNoticeAsync(second.Number, Noon.AddHours(1), Cancel);
        Assert.Empty(await ClaimAsync(Noon.AddMinutes(59)));
        Assert.Single(await ClaimAsync(Noon.AddHours(1)));
        await Store.Alerts.EndNoticeAsync(second.Number, Cancel);
        Assert.Empty(await ClaimAsync(Noon.AddDays(1)));
    }

    [Fact]
    public async Task An_alert_ends_once_and_may_fire_again_when_that_has_settled()
    {
        await Store.Alerts.RaiseAlertAsync(Silence, [], Cancel);
        var over = Noon.AddMinutes(1);

        Assert.True(await Store.Alerts.ResolveAlertAsync(Silence, over, [Notice("over")], Cancel));
        Assert.False(await Store.Alerts.ResolveAlertAsync(Silence, over, [Notice("again")], Cancel));

        Assert.Empty(await Store.Alerts.OpenAlertsAsync(Cancel));
        Assert.False(await Store.Alerts.RaiseAlertAsync(Silence with { Since = over.AddSeconds(29) }, [], Cancel));
        Assert.True(await Store.Alerts.RaiseAlertAsync(Silence with { Since = over.AddSeconds(30), Text = "again" }, [], Cancel));
        Assert.Equal("again", Assert.Single(await Store.Alerts.OpenAlertsAsync(Cancel)).Text);

        // Who still looks at the first one cannot end the second.
        Assert.False(await Store.Alerts.ResolveAlertAsync(Silence, over.AddMinutes(5), [], Cancel));
        Assert.Equal("over", Assert.Single(await ClaimAsync(over)).Notice.Id);
    }

    [Fact]
    public async Task The_hours_in_which_webhooks_came_are_told_by_endpoint()
    {
        await KeepAsync(Some.Webhook("evt_1"));
        await KeepAsync(Some.Webhook("evt_2") with { ReceivedAt = Some.Morning.AddMinutes(5) });
        await KeepAsync(Some.Webhook("evt_3", endpoint: "other") with { ReceivedAt = Some.Morning.AddHours(2) });
        await Store.Overview.RollUpAsync(100, await Store.Overview.SeriesEndAsync(Cancel), Cancel);

        var hours = await Store.Alerts.ActiveHoursAsync(Some.Morning, Cancel);

        Assert.Equal([Some.Morning], hours["stripe"]);
        Assert.Equal([Some.Morning.AddHours(2)], hours["other"]);
        Assert.Empty(await Store.Alerts.ActiveHoursAsync(Some.Morning.AddHours(3), Cancel));
    }

    private static AlertNotice Notice(string id) => new(id, "team", Silence, null);

    private Task<IReadOnlyList<DueNotice>> ClaimAsync(DateTimeOffset now) => Store.Alerts.ClaimNoticesAsync(10, now, now.AddMinutes(5), Cancel);
}
