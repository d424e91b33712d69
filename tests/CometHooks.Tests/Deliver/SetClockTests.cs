using CometHooks.Deliver;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Deliver;

/// <summary>Somebody sets the machine's clock by hours, forth or back: no wait of a destination becomes longer or shorter.</summary>
public sealed class SetClockTests
{
    private readonly WallClock _time = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public void A_breaker_opens_again_when_its_time_has_passed(int hours)
    {
        var breaker = new Breaker(_time);
        for (var i = 0; i < Breaker.FailuresToOpen; i++)
        {
            breaker.Failed();
        }

        _time.Set = TimeSpan.FromHours(hours);

        Assert.Equal(0, breaker.Allows(free: 4, inFlight: 0));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, breaker.Allows(free: 4, inFlight: 0));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public void A_budget_fills_at_its_rate_and_a_block_ends_when_its_time_has_passed(int hours)
    {
        var budget = new Budget(perMinute: 60, _time);
        budget.Take(60);
        budget.Block(TimeSpan.FromSeconds(20));

        _time.Set = TimeSpan.FromHours(hours);
        Assert.Equal((0, TimeSpan.FromSeconds(20)), (budget.Available, budget.Wait));
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal((30, TimeSpan.Zero), (budget.Available, budget.Wait));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public void A_paused_destination_is_probed_when_its_time_has_passed(int hours)
    {
        var pause = new PauseSwitch(_time);
        pause.Learn(new DeliveryResult { Outcome = DeliveryOutcome.Destination, Error = "401" }, probe: false);

        _time.Set = TimeSpan.FromHours(hours);

        Assert.Equal(PauseSwitch.ProbeEvery, pause.Wait);
        _time.Advance(PauseSwitch.ProbeEvery);
        Assert.Equal(1, pause.Allows(free: 4, inFlight: 0));
    }
}
