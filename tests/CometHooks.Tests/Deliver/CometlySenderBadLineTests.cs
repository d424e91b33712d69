using System.Net;
using System.Net.Sockets;
using CometHooks.Deliver;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.Deliver;

/// <summary>What happens when the line or the server breaks: over raw sockets.</summary>
public sealed class CometlySenderBadLineTests
{
    [Fact]
    public async Task A_refused_connection_uses_no_attempt()
    {
        var result = await SendAsync($"http://127.0.0.1:{FreePort()}/");

        AssertNotReached(result);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_uses_no_attempt() =>
        AssertNotReached(await SendAsync("https://nobody.invalid/"));

    [Fact]
    public async Task A_reset_may_have_landed()
    {
        await using var server = RawSocketServer.Resetting();

        AssertMayHaveLanded(await SendAsync(server.Url));
    }

    [Fact]
    public async Task A_close_before_the_answer_may_have_landed()
    {
        await using var server = RawSocketServer.Writing("");

        AssertMayHaveLanded(await SendAsync(server.Url));
    }

    [Fact]
    public async Task A_garbage_status_line_may_have_landed()
    {
        await using var server = RawSocketServer.Writing("SSH-2.0-OpenSSH_9.9\r\n\r\n");

        AssertMayHaveLanded(await SendAsync(server.Url));
    }

    [Fact]
    public async Task A_success_that_closes_half_way_may_have_landed()
    {
        await using var server = RawSocketServer.Writing(HalfAnswer("202 Accepted"));

        var result = await SendAsync(server.Url);

        AssertMayHaveLanded(result);
        Assert.Equal(202, result.Status);
    }

    [Theory]
    [InlineData("422 Unprocessable Content", "Rejected")]
    [InlineData("401 Unauthorized", "Destination")]
    [InlineData("429 Too Many Requests", "Throttled")]
    public async Task A_refusal_that_closes_half_way_is_still_that_refusal(string status, string outcome)
    {
        await using var server = RawSocketServer.Writing(HalfAnswer(status));

        Assert.Equal(outcome, (await SendAsync(server.Url)).Outcome.ToString());
    }

    [Fact]
    public async Task A_success_whose_compression_is_broken_may_have_landed()
    {
        await using var server = RawSocketServer.Writing("HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\nthis is not gzip, no");

        var result = await SendAsync(server.Url);

        AssertMayHaveLanded(result);
        Assert.Equal(202, result.Status);
    }

    [Theory]
    [InlineData("tok-5f0c1d\nsecond line")]
    [InlineData("tok-5f0c1d\0")]
    public async Task A_request_that_cannot_be_made_is_a_wrong_destination_and_its_token_is_not_told(string token)
    {
        var destination = Some.Destination() with { Token = token };
        using var client = CometlyClient.Create(destination);

        var result = await new CometlySender(client, destination, TimeProvider.System).SendAsync(Some.Entry(), CancellationToken.None);

        Assert.Equal((DeliveryOutcome.Destination, false, false), (result.Outcome, result.UsesAttempt, result.MayHaveLanded));
        Assert.Equal("the request could not be made (FormatException): check the destination's token and url", result.Error);
    }

    [Fact]
    public async Task A_server_that_hangs_is_left_after_the_timeout()
    {
        await using var server = RawSocketServer.Hanging();

        var result = await SendAsync(server.Url, TimeSpan.FromSeconds(1));

        AssertMayHaveLanded(result);
        Assert.Contains("no answer within 1 s", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_that_hangs_half_way_is_left_after_the_timeout()
    {
        await using var server = RawSocketServer.Hanging(HalfAnswer("202 Accepted"));

        AssertMayHaveLanded(await SendAsync(server.Url, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_slow_drip_does_not_outlast_the_timeout()
    {
        await using var server = RawSocketServer.Dripping(HalfAnswer("202 Accepted"));

        AssertMayHaveLanded(await SendAsync(server.Url, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task What_our_own_stop_cuts_off_uses_no_attempt_and_may_have_landed()
    {
        await using var server = RawSocketServer.Hanging();
        using var cutOff = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var result = await SendAsync(server.Url, cutOff: cutOff.Token);

        Assert.Equal(DeliveryOutcome.Retry, result.Outcome);
        Assert.False(result.UsesAttempt);
        Assert.True(result.MayHaveLanded);
    }

    [Fact]
    public async Task Plain_HTTP_behind_an_https_address_is_a_wrong_destination()
    {
        using var cometly = new CometlyMock();

        var result = await SendAsync(cometly.Url.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.Equal(DeliveryOutcome.Destination, result.Outcome);
    }

    private static string HalfAnswer(string status) =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"status\":";

    private static void AssertNotReached(DeliveryResult result)
    {
        Assert.Equal(DeliveryOutcome.Retry, result.Outcome);
        Assert.False(result.UsesAttempt);
        Assert.False(result.MayHaveLanded);
    }

    private static void AssertMayHaveLanded(DeliveryResult result)
    {
        Assert.Equal(DeliveryOutcome.Retry, result.Outcome);
        Assert.True(result.UsesAttempt);
        Assert.True(result.MayHaveLanded);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<DeliveryResult> SendAsync(string url, TimeSpan? timeout = null, CancellationToken? cutOff = null)
    {
        var destination = Some.Destination(url) with { Timeout = timeout ?? TimeSpan.FromSeconds(20) };
        using var client = CometlyClient.Create(destination);
        return await new CometlySender(client, destination, TimeProvider.System).SendAsync(Some.Entry(), cutOff ?? CancellationToken.None);
    }
}
