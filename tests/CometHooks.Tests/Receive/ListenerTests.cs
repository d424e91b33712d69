using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CometHooks.Tests.Receive;

/// <summary>What the platforms may call and what only the admin may are two addresses.</summary>
public sealed class ListenerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("healthz", 200, 200)]
    [InlineData("readyz", 404, 200)]
    [InlineData("webhooks/stripe", 405, 404)]
    [InlineData("", 404, 404)]
    [InlineData("metrics", 404, 200)]
    public async Task Each_address_serves_what_is_its_own(string path, int atWebhooks, int atAdmin)
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var outside = await hub.Webhooks.GetAsync(path, Ct);
        using var inside = await hub.Admin.GetAsync(path, Ct);

        Assert.Equal((atWebhooks, atAdmin), ((int)outside.StatusCode, (int)inside.StatusCode));
    }

    [Fact]
    public async Task No_answer_names_the_server()
    {
        await using var hub = await HubUnderTest.StartAsync();

        using var answer = await hub.Webhooks.GetAsync("healthz", Ct);

        Assert.Empty(answer.Headers.Server);
    }

    [Theory]
    [InlineData("", "http://hub.example/webhooks/stripe?a=b")]
    [InlineData("trusted_proxies: [10.0.0.0/8]", "http://hub.example/webhooks/stripe?a=b")]
    [InlineData("trusted_proxies: [127.0.0.1]", "https://public.example/webhooks/stripe?a=b")]
    public async Task Forwarded_headers_are_believed_from_trusted_proxies_only(string further, string url)
    {
        await using var hub = await HubUnderTest.StartAsync(further: further);
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/stripe?a=b") { Content = new StringContent("{}") };
        request.Headers.Host = "hub.example";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "public.example");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await hub.Webhooks.SendAsync(request, Ct);

        Assert.Equal(url, hub.Adapters["stripe"].SeenUrl?.ToString());
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("ffffffff")]
    [InlineData("ffffffffffffffff")]
    public async Task A_chunk_size_that_is_no_number_or_beyond_any_is_answered_400_and_no_error_of_the_hubs(string size)
    {
        await using var hub = await HubUnderTest.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(hub.Webhooks.BaseAddress!.Host, hub.Webhooks.BaseAddress.Port, Ct);
        using var answer = new StreamReader(client.GetStream(), Encoding.ASCII);

        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /webhooks/stripe HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}"), Ct);

        Assert.StartsWith("HTTP/1.1 400", await answer.ReadToEndAsync(Ct), StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Log.Messages, line => line.Contains("failed and was answered 503", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_whose_headers_are_too_large_does_not_reach_an_adapter()
    {
        await using var hub = await HubUnderTest.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, hub.Webhooks.BaseAddress!.Port, Ct);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /webhooks/stripe HTTP/1.1\r\nHost: a\r\nX-Long: {new string('x', 40_000)}\r\n\r\n"), Ct);
        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.StartsWith("HTTP/1.1 431", await reader.ReadLineAsync(Ct), StringComparison.Ordinal);
    }
}
