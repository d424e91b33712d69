using System.Globalization;
using CometHooks.Deliver;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Deliver;

/// <summary>The answer table over real HTTP.</summary>
public sealed class CometlySenderTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData(200, "delivered", true, false)]
    [InlineData(202, "delivered", true, false)]
    [InlineData(408, "retry", true, true)]
    [InlineData(425, "retry", true, false)]
    [InlineData(500, "retry", true, true)]
    [InlineData(503, "retry", true, true)]
    [InlineData(504, "retry", true, true)]
    [InlineData(429, "throttled", false, false)]
    [InlineData(401, "destination", false, false)]
    [InlineData(403, "destination", false, false)]
    [InlineData(404, "destination", false, false)]
    [InlineData(405, "destination", false, false)]
    [InlineData(304, "destination", false, false)]
    [InlineData(410, "destination", false, false)]
    [InlineData(400, "rejected", true, false)]
    [InlineData(409, "rejected", true, true)]
    [InlineData(413, "rejected", true, false)]
    [InlineData(422, "rejected", true, false)]
    public async Task Each_status_means_what_the_table_says(int status, string outcome, bool usesAttempt, bool mayHaveLanded)
    {
        using var cometly = new CometlyMock();
        cometly.Answers(status);

        var result = await SendAsync(cometly.Url);

        Assert.Equal(outcome, result.Outcome.ToString(), ignoreCase: true);
        Assert.Equal(status, result.Status);
        Assert.Equal(usesAttempt, result.UsesAttempt);
        Assert.Equal(mayHaveLanded, result.MayHaveLanded);
    }

    [Fact]
    public async Task The_body_is_posted_exactly_as_it_was_frozen()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(202);

        await SendAsync(cometly.Url);

        var request = Assert.Single(cometly.Server.LogEntries).RequestMessage;
        Assert.Equal(Some.Entry().Body, request?.Body);
    }

    [Theory]
    [InlineData("<html>welcome</html>")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("\"ok\"")]
    public async Task A_success_without_a_JSON_object_is_no_success(string body)
    {
        using var cometly = new CometlyMock();
        cometly.Answers(200, body);

        var result = await SendAsync(cometly.Url);

        Assert.Equal(DeliveryOutcome.Destination, result.Outcome);
        Assert.True(result.MayHaveLanded);
    }

    [Fact]
    public async Task A_refusal_keeps_Cometlys_words_apart_from_ours()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(422, """{"message":"The given data was invalid.","errors":{"email":["ines.moreau@example.org is blocked."]}}""");

        var result = await SendAsync(cometly.Url);

        Assert.Contains("ines.moreau@example.org is blocked", result.Message, StringComparison.Ordinal);
        Assert.Equal("answered 422", result.Error);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var elsewhere = new CometlyMock();
        using var cometly = new CometlyMock();
        cometly.Answers(302, "", ("Location", elsewhere.Url));

        var result = await SendAsync(cometly.Url);

        Assert.Equal(DeliveryOutcome.Destination, result.Outcome);
        Assert.Empty(elsewhere.Server.LogEntries);
    }

    [Fact]
    public async Task What_Cometly_says_in_headers_is_read()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(429, "{}", ("Retry-After", "2"), ("X-RateLimit-Limit", "120"), ("X-RateLimit-Remaining", "0"), ("Request-Id", "req_invented_9"));

        var result = await SendAsync(cometly.Url);

        Assert.Equal(TimeSpan.FromSeconds(2), result.RetryAfter);
        Assert.Equal(new RateReading(120, 0), result.Rate);
        Assert.Equal("req_invented_9", result.RequestId);
    }

    [Fact]
    public async Task A_date_to_come_back_at_is_read_by_the_servers_clock_not_by_ours()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(429, "{}", ("Retry-After", TimeProvider.System.GetUtcNow().AddHours(2).ToString("r", CultureInfo.InvariantCulture)));

        var result = await SendAsync(cometly.Url, new LaterTime(TimeSpan.FromHours(-9)));

        Assert.InRange(result.RetryAfter!.Value, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Headers_that_are_no_numbers_teach_nothing()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(202, "{}", ("X-RateLimit-Limit", "plenty"), ("X-RateLimit-Remaining", "-1"));

        Assert.Equal(new RateReading(null, null), (await SendAsync(cometly.Url)).Rate);
    }

    [Fact]
    public async Task A_huge_answer_is_cut()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(500, new string('x', 5_000_000));

        var result = await SendAsync(cometly.Url);

        Assert.Equal(DeliveryOutcome.Retry, result.Outcome);
        Assert.Equal(16 * 1024, result.Answer?.Length);
    }

    [Fact]
    public async Task A_huge_success_is_not_Cometly()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(200, $$"""{"message":"{{new string('x', 100_000)}}"}""");

        Assert.Equal(DeliveryOutcome.Destination, (await SendAsync(cometly.Url)).Outcome);
    }

    [Fact]
    public async Task A_certificate_that_does_not_hold_pauses_and_nothing_is_sent()
    {
        await using var impostor = await SelfSignedServer.StartAsync();

        var result = await SendAsync(impostor.Url);

        Assert.Equal(DeliveryOutcome.Destination, result.Outcome);
        Assert.StartsWith("TLS failed", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, impostor.Requests);
    }

    [Fact]
    public async Task The_token_stands_in_no_result()
    {
        using var cometly = new CometlyMock();
        cometly.Answers(401, $$"""{"message":"Bearer {{Some.Token}} is not known."}""");

        Assert.DoesNotContain(Some.Token, (await SendAsync(cometly.Url)).ToString(), StringComparison.Ordinal);
    }

    private static async Task<DeliveryResult> SendAsync(string url, TimeProvider? time = null)
    {
        var destination = Some.Destination(url);
        using var client = CometlyClient.Create(destination);
        return await new CometlySender(client, destination, time ?? TimeProvider.System).SendAsync(Some.Entry(), Never);
    }
}
