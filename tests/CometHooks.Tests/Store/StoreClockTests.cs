using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Store;

/// <summary>Somebody sets the machine's clock while webhooks and conversions wait.</summary>
public sealed class StoreClockTests : IAsyncDisposable
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(-3);
    private readonly SqliteFile _file = new();
    private readonly WallClock _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public void It_never_goes_back_and_meets_the_machines_clock_again()
    {
        var clock = new StoreClock(_time);
        Assert.Equal(Some.Morning, clock.Now);

        _time.Set = Hours;
        Assert.Equal(Some.Morning, clock.Now);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Some.Morning.AddSeconds(30), clock.Now);
        _time.Advance(TimeSpan.FromHours(6));

        Assert.Equal(_time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void It_follows_forth_at_once()
    {
        var clock = new StoreClock(_time);

        _time.Set = TimeSpan.FromHours(3);

        Assert.Equal(Some.Morning.AddHours(3), clock.Now);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_waits_at_most_twice_as_long_when_the_clock_is_set_back_by_hours(bool whileDown)
    {
        var store = await _file.OpenAsync(_time);
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        await store.SaveAsync(Some.Outcome(Assert.Single(await store.ClaimAsync(1, Cancel)), Some.Purchase("evt_1", "pay_1")), Cancel);
        var entry = Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        await store.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Retry, dueIn: TimeSpan.FromSeconds(30)), Cancel);
        if (whileDown)
        {
            await store.DisposeAsync();
        }

        _time.Set = Hours;
        store = whileDown ? await _file.OpenAsync(_time) : store;

        Assert.Empty(await store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
    }

    [Fact]
    public async Task What_arrives_after_the_clock_was_set_back_is_due_at_once()
    {
        var store = await _file.OpenAsync(_time);
        _time.Set = Hours;

        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        await store.SaveAsync(Some.Outcome(Assert.Single(await store.ClaimAsync(1, Cancel)), Some.Purchase("evt_1", "pay_1")), Cancel);

        Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
    }
}
