using System.Text;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CometHooks.Tests.Operate.Traces;

/// <summary>Metrics and traces by the standard variables, to a collector that is really called. Alone: the variables are the process's.</summary>
[Collection(AloneCollection.Name)]
public sealed class OtlpTests : IDisposable
{
    private readonly WireMockServer _collector = WireMockServer.Start();
    private readonly CometlyMock _cometly = new();
    private readonly HubFolder _folder;
    private readonly Dictionary<string, string?> _before = [];

    public OtlpTests()
    {
        _folder = new HubFolder(_cometly.Url);
        _folder.Environment["Destinations__main__token"] = Deliver.Some.Token;
        _cometly.Answers(202);
        _collector.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200));
        Set("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Set("OTEL_BSP_SCHEDULE_DELAY", "50");
        Set("OTEL_METRIC_EXPORT_INTERVAL", "100");
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _collector.Dispose();
        _cometly.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_trace_leads_from_the_receipt_over_the_mapping_to_the_answer_also_after_a_restart()
    {
        Set("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls[0]);
        WebhookRecord webhook;
        await using (var hub = await RunningHub.StartAsync(_folder))
        {
            webhook = await hub.EndedAsync("stripe/charge.succeeded.json");
            await Until.True(() => Spans().Count >= 3 && Posted("/v1/metrics").Any(), "all is exported");
        }

        var receive = Assert.Single(Spans(), s => s.Name == "receive");
        Assert.Equal("", receive.ParentId);
        Assert.Equal(["deliver", "map", "receive"], Spans().Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.All(Spans(), s => Assert.Equal(receive.TraceId, s.TraceId));
        Assert.All(Spans().Where(s => s.Name != "receive"), s => Assert.Equal(receive.SpanId, s.ParentId));
        Assert.Contains("comethooks.requests.accepted", Encoding.UTF8.GetString([.. Posted("/v1/metrics").SelectMany(b => b)]), StringComparison.Ordinal);

        // The same event again, at a hub that knows of the first only what its store tells.
        await using (var hub = await RunningHub.StartAsync(_folder))
        {
            Assert.Equal(webhook.Id, (await hub.PostAsync("stripe/charge.succeeded.json")).Id);
            await Until.True(() => Spans().Count >= 4, "it is exported");
        }

        Assert.All(Spans(), s => Assert.Equal(receive.TraceId, s.TraceId));
    }

    [Fact]
    public async Task Nothing_of_the_body_the_secrets_or_the_persons_is_exported_and_no_destination_is_told_of_the_trace()
    {
        Set("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls[0]);
        await using (var hub = await RunningHub.StartAsync(_folder))
        {
            await hub.EndedAsync("stripe/charge.succeeded.json");
        }

        var all = Encoding.UTF8.GetString([.. _collector.LogEntries.SelectMany(e => e.RequestMessage!.BodyAsBytes ?? [])]);
        Assert.Contains("deliver", all, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.com", all, StringComparison.Ordinal);
        Assert.DoesNotContain(HubFolder.Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Deliver.Some.Token, all, StringComparison.Ordinal);
        Assert.All(_cometly.Server.LogEntries, e => Assert.DoesNotContain("traceparent", e.RequestMessage!.Headers!.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.Empty(Posted("/v1/logs"));
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_exported()
    {
        await using (var hub = await RunningHub.StartAsync(_folder))
        {
            await hub.EndedAsync("stripe/charge.succeeded.json");
        }

        Assert.Empty(_collector.LogEntries);
    }

    private void Set(string name, string value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    private IEnumerable<byte[]> Posted(string path) => _collector.LogEntries.Where(e => e.RequestMessage!.Path == path).Select(e => e.RequestMessage!.BodyAsBytes ?? []);

    private List<ExportedSpan> Spans() => [.. Posted("/v1/traces").SelectMany(ExportedSpan.In)];
}
