using CometHooks.Deliver;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Deliver;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(10, 15_360)]
    [InlineData(11, 21_600)]
    [InlineData(1_000_000, 21_600)]
    public void The_ceiling_doubles_from_half_a_minute_to_six_hours(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Ceiling(attempts));

    [Fact]
    public void Delays_spread_over_the_whole_range_and_stay_in_it()
    {
        var schedule = new RetrySchedule(new Random(20260304));

        var delays = Enumerable.Range(0, 1000).Select(_ => schedule.Delay(4)).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(4)));
        Assert.Contains(delays, delay => delay < TimeSpan.FromMinutes(1));
        Assert.Contains(delays, delay => delay > TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void An_outage_of_a_day_never_uses_up_all_attempts()
    {
        var shortest = new RetrySchedule(new FixedRandom(0));

        var untilTheLast = Enumerable.Range(1, RetrySchedule.MostAttempts - 1).Sum(attempts => shortest.Delay(attempts).TotalHours);

        Assert.True(untilTheLast > 24, $"The last attempt may come after {untilTheLast:0.0} hours.");
    }
}
