using CometHooks.Deliver;

namespace CometHooks.Tests.Deliver;

public sealed class DestinationOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_sound() => Assert.Empty(DestinationOptionsValidator.Problems(new DestinationOptions()));

    [Theory]
    [InlineData("https://app.cometly.com/public-api/v1/events/track", true)]
    [InlineData("http://127.0.0.1:9000/x", true)]
    [InlineData("http://localhost:9000/x", true)]
    [InlineData("http://[::1]:9000/x", true)]
    [InlineData("http://app.cometly.com/x", false)]
    [InlineData("http://127.0.0.1.example.org/x", false)]
    [InlineData("https://user:word@app.cometly.com/x", false)]
    [InlineData("ftp://app.cometly.com/x", false)]
    [InlineData("/public-api", false)]
    [InlineData("", false)]
    public void Nothing_but_https_except_on_loopback(string url, bool sound) =>
        Assert.Equal(sound, DestinationOptionsValidator.Problems(new DestinationOptions { Url = url }).Count == 0);

    [Fact]
    public void All_problems_are_named_at_once_each_with_its_setting()
    {
        var problems = DestinationOptionsValidator.Problems(new DestinationOptions
        {
            Token = "two words",
            Url = "x",
            Currency = "$",
            PerMinute = -1,
            Concurrency = 0,
            TestEvents = "maybe",
            IpWithoutFingerprint = "x",
            PhoneFormat = "x",
            DoNotCapiAfter = TimeSpan.Zero,
            Timeout = TimeSpan.Zero,
        });

        string[] names = ["token", "url", "currency", "per_minute", "concurrency", "test_events", "ip_without_fingerprint", "phone_format", "do_not_capi_after", "timeout"];
        Assert.Equal(names, problems.Select(problem => problem.Setting));
        Assert.DoesNotContain(problems, problem => problem.Message.Contains("two words", StringComparison.Ordinal));
    }
}
