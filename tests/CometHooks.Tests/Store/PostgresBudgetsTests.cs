using CometHooks.Deliver;
using CometHooks.Store;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Store;

/// <summary>A destination's budget where several hubs deliver to it.</summary>
public sealed class PostgresBudgetsTests(PostgresForTests server) : IAsyncDisposable
{
    private readonly PostgresDatabase _database = new(server);
    private readonly FakeTimeProvider _clock = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Two_hubs_that_take_at_once_take_no_more_than_one_budget_together()
    {
        var (one, other) = await TwoAsync();

        var first = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => TakeAsync(i % 2 == 0 ? one : other, 4), Cancel)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        var later = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => TakeAsync(i % 2 == 0 ? one : other, 4), Cancel)));

        Assert.Equal((60, 30), (first.Sum(), later.Sum()));
    }

    [Fact]
    public async Task What_one_hub_hears_of_limit_and_Retry_After_holds_for_the_other()
    {
        var (one, other) = await TwoAsync();

        await LearnAsync(one, new RateReading(Limit: 20, Remaining: 7), retryAfter: null);
        Assert.Equal(7, await TakeAsync(other, 100));
        _clock.Advance(TimeSpan.FromHours(1));
        await LearnAsync(one, rate: null, TimeSpan.FromMinutes(5));
        Assert.Equal(0, await TakeAsync(other, 100));
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(20, await TakeAsync(other, 100));
    }

    [Fact]
    public async Task A_hub_that_starts_anew_does_not_begin_with_a_full_budget()
    {
        var (one, _) = await TwoAsync();
        Assert.Equal(60, await TakeAsync(one, 100));

        var restarted = (await _database.OpenAsync(clock: _clock)).Budgets;

        Assert.Equal(0, await TakeAsync(restarted, 100));
        Assert.Equal(0, await TakeAsync(restarted, 100, perMinute: 90));
    }

    [Fact]
    public async Task What_was_taken_and_not_used_is_there_for_the_other()
    {
        var (one, other) = await TwoAsync();
        Assert.Equal(60, await TakeAsync(one, 60));

        await one.UseAsync("main", 60, budget => { budget.GiveBack(12); return true; }, Cancel);

        Assert.Equal(12, await TakeAsync(other, 60));
    }

    [Fact]
    public async Task The_budget_fills_by_the_databases_clock_whatever_the_hubs_clocks_say()
    {
        var slow = (await _database.OpenAsync(new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-5)))).Budgets;
        var fast = (await _database.OpenAsync(new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(5)))).Budgets;
        Assert.Equal(2, await TakeAsync(slow, 100, perMinute: 2));

        var wait = await fast.UseAsync("main", 2, budget => budget.Wait, Cancel);

        Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
    }

    private async Task<(IBudgets One, IBudgets Other)> TwoAsync() => ((await _database.OpenAsync(clock: _clock)).Budgets, (await _database.OpenAsync(clock: _clock)).Budgets);

    private static Task<int> TakeAsync(IBudgets budgets, int most, int perMinute = 60) => budgets.UseAsync(
        "main",
        perMinute,
        budget =>
        {
            var taken = Math.Min(most, budget.Available);
            budget.Take(taken);
            return taken;
        },
        Cancel);

    private static Task<bool> LearnAsync(IBudgets budgets, RateReading? rate, TimeSpan? retryAfter) => budgets.UseAsync(
        "main",
        60,
        budget =>
        {
            budget.Learn(new DeliveryResult { Outcome = DeliveryOutcome.Throttled, Rate = rate, RetryAfter = retryAfter });
            return true;
        },
        Cancel);
}
