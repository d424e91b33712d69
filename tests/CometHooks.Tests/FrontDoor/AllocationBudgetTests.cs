using System.Net;
using System.Net.Sockets;
using System.Text;
using CometHooks.Cli;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.FrontDoor;

/// <summary>What a webhook may cost in memory, from its first byte to its answer: the collector's pauses are everybody's.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationBudgetTests
{
    // Kestrel, MVC and one line of the log take about half of it. The body itself is copied once and comes on top.
    private const int BudgetBytes = 20 * 1024;
    private const int WarmUp = 300;
    private const int Counted = 300;

    [Fact]
    public async Task Accepting_a_webhook_allocates_its_body_once_and_at_most_20_KiB_beside_it()
    {
        using var folder = new HubFolder("http://127.0.0.1:1/");
        var configured = folder.Load();
        await using var store = await SqliteStore.OpenAsync(configured.Options.Store, TimeProvider.System, NullLogger.Instance);
        await using var frontDoor = CometHooksHost.Build(configured.Configuration!, configured.Sources.Adapters, services => services.AddStore(store));
        await frontDoor.StartAsync(TestContext.Current.CancellationToken);
        var requests = Enumerable.Range(0, WarmUp + Counted).Select(number => Charge(configured, number)).ToList();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var port = frontDoor.Services.GetRequiredService<Listeners>().Webhooks.Port;
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var answer = new byte[4096];
        requests.Take(WarmUp).ToList().ForEach(request => Exchange(socket, request, answer));

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var number = WarmUp; number < requests.Count; number++)
        {
            Exchange(socket, requests[number], answer);
        }

        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / Counted;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:n0} bytes for a request of {requests[0].Length:n0}");
        Assert.InRange(each, requests[0].Length, requests[0].Length + BudgetBytes);
    }

    // A bare socket, which allocates nothing: the client is in the same process.
    private static void Exchange(Socket socket, byte[] request, byte[] answer)
    {
        socket.Send(request);
        var length = socket.Receive(answer);
        Assert.True(answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8), Encoding.UTF8.GetString(answer, 0, length));
    }

    private static byte[] Charge(ConfiguredHub configured, int number)
    {
        var body = SampleBody.Of("stripe/charge.succeeded.json", json => json["id"] = $"evt_allocation{number}");
        Assert.True(configured.Sources.TryFind("stripe", out var adapter));
        var request = SampleFolder.Request(adapter, "charge.succeeded.json", body, HubFolder.Secret, TimeProvider.System.GetUtcNow());
        var head = new StringBuilder($"POST /webhooks/stripe HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        foreach (var name in request.Headers.Keys.Where(name => !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append($"{name}: {request.Header(name)}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }
}
