using CometHooks.Deliver;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Deliver;

public sealed class BudgetTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);

    [Fact]
    public void A_minutes_worth_may_go_at_once_and_then_one_a_second()
    {
        var budget = new Budget(60, _time);
        budget.Take(60);
        Assert.Equal(0, budget.Available);
        Assert.InRange(budget.Wait, TimeSpan.FromMilliseconds(999), TimeSpan.FromMilliseconds(1001));

        _time.Advance(TimeSpan.FromSeconds(3.1));

        Assert.Equal(3, budget.Available);
    }

    [Fact]
    public void An_idle_hour_saves_no_more_than_a_minute()
    {
        var budget = new Budget(60, _time);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(60, budget.Available);
    }

    [Fact]
    public void What_remains_at_Cometly_is_all_there_is()
    {
        var budget = new Budget(60, _time);

        budget.Learn(new RateReading(60, 5));

        Assert.Equal(5, budget.Available);
    }

    [Fact]
    public void A_higher_limit_fills_faster()
    {
        var budget = new Budget(60, _time);
        budget.Take(60);

        budget.Learn(new RateReading(600, null));
        _time.Advance(TimeSpan.FromSeconds(1.01));

        Assert.Equal(10, budget.Available);
    }

    [Fact]
    public void A_limit_of_nothing_is_not_believed()
    {
        var budget = new Budget(60, _time);
        budget.Take(60);

        budget.Learn(new RateReading(0, null));
        _time.Advance(TimeSpan.FromSeconds(1.01));

        Assert.Equal(1, budget.Available);
    }

    [Fact]
    public void After_429_nothing_goes_until_the_time_is_up()
    {
        var budget = new Budget(60, _time);

        budget.Block(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, budget.Available);
        Assert.Equal(TimeSpan.FromSeconds(1), budget.Wait);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(60, budget.Available);
    }

    [Fact]
    public void No_budget_knows_no_headers_but_still_429()
    {
        var budget = new Budget(0, _time);
        budget.Take(1_000_000);
        budget.Learn(new RateReading(1, 0));
        Assert.Equal(int.MaxValue, budget.Available);

        budget.Block(TimeSpan.FromSeconds(2));

        Assert.Equal(0, budget.Available);
    }
}
