using System.Net;
using System.Net.Sockets;
using System.Text;
using CometHooks.Receive;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Receive;

/// <summary>What nobody has verified yet takes no more memory than it may, and no more time.</summary>
public sealed class BodyBudgetTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Large_bodies_that_fill_the_budget_are_answered_503_and_keep_no_ordinary_webhook_out()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "limits: { body: 2MiB, unverified: 3MiB }");
        var budget = hub.App.Services.GetRequiredService<BodyBudget>();
        using var first = await HalfSentAsync(hub, Megabyte + (Megabyte / 2));
        using var second = await HalfSentAsync(hub, Megabyte + (Megabyte / 2));
        await Until.True(() => budget.Taken > 2.5 * Megabyte, "both have arrived so far");

        using var large = await hub.SendAsync("webhooks/stripe", new byte[Megabyte], signature: null);
        using var ordinary = await hub.PostAsync("""{"id":"evt_1","type":"t"}""");

        await AnswerTableTests.AssertProblemAsync(large, 503);
        Assert.NotNull(large.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, ordinary.StatusCode);
        Assert.Contains(hub.Log.Messages, m => m.Contains("limits.unverified", StringComparison.Ordinal));

        first.Close();
        second.Close();
        await Until.True(() => budget.Taken == 0, "the budget is free again");
        using var again = await hub.SendAsync("webhooks/stripe", new byte[Megabyte], signature: null);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public async Task A_length_that_was_only_announced_takes_nothing()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "limits: { body: 2MiB, unverified: 2MiB }");

        using var announced = await HalfSentAsync(hub, 1000);
        using var large = await hub.SendAsync("webhooks/stripe", new byte[2 * Megabyte], signature: null);

        Assert.Equal(HttpStatusCode.Unauthorized, large.StatusCode);
    }

    [Fact]
    public async Task A_body_that_does_not_end_in_time_is_answered_408_and_its_connection_closed()
    {
        await using var hub = await HubUnderTest.StartAsync(further: "limits: { read: 300ms }");

        using var slow = await HalfSentAsync(hub, 100);
        var answer = await ReadToEndAsync(slow);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Equal(1, hub.Refusals.Of("stripe", "too slow"));
    }

    [Fact]
    public async Task Headers_without_end_are_cut_and_others_go_on()
    {
        await using var hub = await HubUnderTest.StartAsync();
        using var flood = await ConnectAsync(hub);
        var stream = flood.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\n"), TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-Flood: {new string('a', 64 * 1024)}\r\n"), TestContext.Current.CancellationToken);

        var answer = await ReadToEndAsync(flood);
        using var ordinary = await hub.PostAsync("""{"id":"evt_1","type":"t"}""");

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, ordinary.StatusCode);
    }

    // Announces two megabytes and sends so much.
    private static async Task<TcpClient> HalfSentAsync(HubUnderTest hub, int sent)
    {
        var client = await ConnectAsync(hub);
        var head = $"POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * Megabyte}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(new byte[sent], TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<TcpClient> ConnectAsync(HubUnderTest hub)
    {
        var client = new TcpClient();
        await client.ConnectAsync(hub.Webhooks.BaseAddress!.Host, hub.Webhooks.BaseAddress.Port, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // A reset after the answer, because the rest was not read.
        }

        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
