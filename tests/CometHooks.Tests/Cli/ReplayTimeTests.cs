using CometHooks.Cli;

namespace CometHooks.Tests.Cli;

public sealed class ReplayTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7d", "2026-03-02T12:00:00Z")]
    [InlineData("90m", "2026-03-09T10:30:00Z")]
    [InlineData("2026-03-02", "2026-03-02T00:00:00Z")]
    [InlineData("2026-03-02T09:00", "2026-03-02T09:00:00Z")]
    [InlineData("2026-03-02T09:00:00+02:00", "2026-03-02T07:00:00Z")]
    public void A_time_is_so_long_ago_or_a_day_or_a_time_of_it_in_UTC(string text, string expected)
    {
        Assert.True(ReplayTime.TryRead(text, Now, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected, provider: null), time);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("02/03/2026")]
    [InlineData("7")]
    [InlineData("99999999d")]
    public void What_could_mean_two_things_or_nothing_is_refused(string text) => Assert.False(ReplayTime.TryRead(text, Now, out _));

    [Fact]
    public void Nothing_written_is_no_time()
    {
        Assert.True(ReplayTime.TryRead(null, Now, out var time));
        Assert.Null(time);
    }
}
