using CometHooks.Count;
using CometHooks.Store;
using CometHooks.Tests.Store;

namespace CometHooks.Tests.Count;

public sealed class ReplayForecastTests
{
    private static readonly EarlierEffect Purchase = new("main", "purchase");

    [Fact]
    public void What_counts_is_skipped_and_named_where_it_would_count_under_another_name()
    {
        var forecast = new ReplayForecast(again: false);

        Assert.False(Take(forecast, 1, [Purchase], Renamed("pay_1")));
        Assert.False(Take(forecast, 2, [Purchase], Some.Purchase("evt_2", "pay_2"), LedgerStanding.Counted));

        Assert.Equal((2, 2, 0, 0, 1), Short(forecast.Tally));
        var example = Assert.Single(forecast.Tally.Examples);
        Assert.Equal(("evt_1", "main", "purchase", "custom_event_1"), (example.EventId, example.Destination, Assert.Single(example.Was), example.Becomes));
        Assert.Equal([KeyValuePair.Create("purchase → custom_event_1", 1L)], forecast.Tally.Names);
    }

    [Fact]
    public void With_again_it_is_mapped_anew_and_named_all_the_same()
    {
        var forecast = new ReplayForecast(again: true);

        Assert.True(Take(forecast, 1, [Purchase], Renamed("pay_1")));

        Assert.Equal((1, 0, 1, 1, 1), Short(forecast.Tally));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Siblings_of_one_payment_are_one_effect(bool again)
    {
        var forecast = new ReplayForecast(again);

        Take(forecast, 1, [Purchase], Renamed("pay_1"));
        Take(forecast, 2, [Purchase], Renamed("pay_1"));

        Assert.Equal(1, forecast.Tally.UnderAnotherName);
        Assert.Equal(again ? (1, 1) : (0, 0), (forecast.Tally.NewEffects, forecast.Tally.Suppressed));
    }

    [Fact]
    public void An_event_that_never_counted_itself_is_skipped_where_its_payment_counts_under_another_name()
    {
        var forecast = new ReplayForecast(again: false);

        Assert.False(Take(forecast, 1, [], Renamed("pay_1"), LedgerStanding.Free, "purchase"));

        Assert.Equal((1, 1, 0, 0, 1), Short(forecast.Tally));
    }

    [Fact]
    public void What_counts_for_nothing_is_mapped_anew()
    {
        var forecast = new ReplayForecast(again: false);

        Assert.True(Take(forecast, 1, [], Some.Purchase("evt_1", "pay_1")));
        Assert.True(Take(forecast, 2, [], Some.Purchase("evt_2", "pay_2"), LedgerStanding.Counted));
        Assert.True(Take(forecast, 3, [], Some.Purchase("evt_3", "pay_3"), LedgerStanding.Dead));
        Assert.True(Take(forecast, 4, [], Some.Purchase("evt_4", "pay_4"), LedgerStanding.KeyTaken));
        Assert.True(Take(forecast, 5, [], Some.Purchase("evt_5", "pay_5") with { State = ConversionState.Excluded }));
        Assert.True(Take(forecast, 6, [], Some.Purchase("evt_6", "pay_6") with { Lacking = "names nobody" }));

        var t = forecast.Tally;
        Assert.Equal((6, 0, 6, 2, 0), Short(t));
        Assert.Equal((1, 1, 1, 1, 1), (t.Suppressed, t.GoOn, t.Rejected, t.Excluded, t.Unidentified));
    }

    [Fact]
    public void What_counts_at_another_destination_is_no_second_effect()
    {
        var forecast = new ReplayForecast(again: true);

        Take(forecast, 1, [Purchase], Renamed("pay_1") with { Destination = "eu" });

        Assert.Equal((1, 0, 1, 1, 0), Short(forecast.Tally));
    }

    [Fact]
    public void An_idempotency_key_that_the_replay_itself_uses_is_taken()
    {
        var forecast = new ReplayForecast(again: false);

        Take(forecast, 1, [], Some.Purchase("evt_1", "pay_1") with { IdempotencyKey = "pixel_1" });
        Take(forecast, 2, [], Some.Purchase("evt_2", "pay_2") with { IdempotencyKey = "pixel_1" });

        Assert.Equal((1, 1), (forecast.Tally.NewEffects, forecast.Tally.Rejected));
    }

    [Fact]
    public void Only_some_examples_are_named_and_all_are_counted()
    {
        var forecast = new ReplayForecast(again: false);

        for (var i = 0; i < 25; i++)
        {
            Take(forecast, i, [Purchase], Renamed($"pay_{i}"));
        }

        Assert.Equal((25, ReplayTally.MostExamples), (forecast.Tally.UnderAnotherName, forecast.Tally.Examples.Count));
    }

    private static ConversionDraft Renamed(string key) => Some.Purchase("evt_1", key) with { EventName = "custom_event_1" };

    private static bool Take(
        ReplayForecast forecast, long id, EarlierEffect[] effects, ConversionDraft draft, object? standing = null, params string[] otherNames)
    {
        var webhook = new StoredWebhook
        {
            Id = id,
            Endpoint = "stripe",
            Source = "stripe",
            InboxKey = $"evt_{id}",
            EventId = $"evt_{id}",
            Type = "charge.succeeded",
            ReceivedAt = Some.Morning,
            HeadersJson = "{}",
            Body = ReadOnlyMemory<byte>.Empty,
            Lease = 0,
        };
        return forecast.Take(
            new ReplayCandidate(webhook, effects), Some.Outcome(webhook, draft), [new LedgerOutlook((LedgerStanding)(standing ?? LedgerStanding.Free), otherNames)]);
    }

    private static (long Webhooks, long Skipped, long MappedAnew, long NewEffects, long UnderAnotherName) Short(ReplayTally t) =>
        (t.Webhooks, t.Skipped, t.MappedAnew, t.NewEffects, t.UnderAnotherName);
}
