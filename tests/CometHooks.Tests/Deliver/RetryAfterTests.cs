using CometHooks.Deliver;

namespace CometHooks.Tests.Deliver;

public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("2", 2)]
    [InlineData(" 90 ", 90)]
    [InlineData("0", 1)]
    [InlineData("86400", 86_400)]
    [InlineData("999999", 86_400)]
    [InlineData("99999999999999999999", 86_400)]
    [InlineData("Wed, 04 Mar 2026 05:07:07 GMT", 60)]
    [InlineData("Wed, 04 Mar 2020 05:07:07 GMT", 1)]
    [InlineData("Wed, 04 Mar 2099 05:07:07 GMT", 86_400)]
    [InlineData("soon", 60)]
    [InlineData("-5", 60)]
    [InlineData("2.5", 60)]
    [InlineData("", 60)]
    [InlineData(null, 60)]
    public void Seconds_and_dates_are_read_and_garbage_is_a_minute(string? header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Read(header, Some.Now));
}
