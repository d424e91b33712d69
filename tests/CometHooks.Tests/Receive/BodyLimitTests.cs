using System.Net;
using System.Text;
using CometHooks.Store;

namespace CometHooks.Tests.Receive;

/// <summary>A body is taken byte for byte, up to the limit and no further.</summary>
public sealed class BodyLimitTests
{
    private const int Limit = 5 * 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_exactly_the_limit_is_stored_whole(bool isChunked)
    {
        await using var hub = await HubUnderTest.StartAsync();
        var body = BodyOf(Limit);

        using var answer = await SendSignedAsync(hub, body, isChunked);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(body.AsSpan().SequenceEqual(Assert.Single(hub.Inbox.Entries).Body.Span));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(1024 * 1024, false)]
    [InlineData(1024 * 1024, true)]
    public async Task A_body_over_the_limit_is_answered_413_and_alarmed(int over, bool isChunked)
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await SendSignedAsync(hub, BodyOf(Limit + over), isChunked);

        await AnswerTableTests.AssertProblemAsync(answer, 413);
        Assert.Empty(hub.Inbox.Entries);
        Assert.Contains(hub.Log.Messages, x => x.Contains("over the limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_limit_is_a_setting()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "limits: { body: 1KiB }");

        using var answer = await SendSignedAsync(hub, BodyOf(1025), isChunked: false);

        await AnswerTableTests.AssertProblemAsync(answer, 413);
    }

    [Theory]
    [InlineData("application/json", "gzip")]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("multipart/form-data; boundary=x", null)]
    [InlineData("text/plain; charset=utf-16", null)]
    public async Task A_body_is_neither_decompressed_nor_decoded_nor_bound(string contentType, string? contentEncoding)
    {
        await using var hub = await HubUnderTest.StartAsync();
        byte[] body = [.. "a=b&c="u8, 0x1f, 0x8b, 0xff, 0xfe, 0x00, 0x80];
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/stripe") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", contentEncoding);
        request.Headers.Add(TinyAdapter.Header, Signatures.SignTimestamped(body, HubUnderTest.Secret, DateTimeOffset.UtcNow));

        using var answer = await hub.Webhooks.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entry = Assert.Single(hub.Inbox.Entries);
        Assert.Equal(WebhookState.Unreadable, entry.State);
        Assert.Equal(body, entry.Body.ToArray());
    }

    private static Task<HttpResponseMessage> SendSignedAsync(HubUnderTest hub, byte[] body, bool isChunked) =>
        hub.SendAsync("webhooks/stripe", body, Signatures.SignTimestamped(body, HubUnderTest.Secret, DateTimeOffset.UtcNow), isChunked);

    private static byte[] BodyOf(int length)
    {
        var head = Encoding.UTF8.GetBytes("""{"id":"evt_big","type":"t","padding":" """);
        var body = new byte[length];
        body.AsSpan().Fill((byte)'x');
        head.CopyTo(body, 0);
        "\"}"u8.CopyTo(body.AsSpan(length - 2));
        return body;
    }
}
