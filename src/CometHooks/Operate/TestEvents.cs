using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>
/// Sends a signed test event to an endpoint through the front door, as its platform would: whether secret, store and
/// mapping work shows in what becomes of it. Only samples that the source itself marks as a test are sent, so that the
/// money guard keeps them from Cometly.
/// </summary>
internal sealed class TestEvents(EndpointCatalog endpoints, MapTargets targets, Listeners listeners, IRecords records, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="name">The endpoint.</param>
    /// <param name="actor">Who sends it, for the audit trail.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>Null where there is no such endpoint.</returns>
    public async Task<TestEventResult?> SendAsync(string name, string actor, CancellationToken cancellationToken)
    {
        if (endpoints.Find(name) is not { } endpoint)
        {
            return null;
        }

        if (endpoint.OffBecause is { } off)
        {
            return new TestEventResult(0, null, $"The endpoint is off: {off}.");
        }

        if (FindSample(endpoint) is not { } sample)
        {
            return new TestEventResult(0, null, $"There is no sample of {endpoint.Adapter.Source} that is marked as a test: send one from the platform.");
        }

        // Of an endpoint that is bound to a shop the test comes from that shop; the samples' own shop binds none.
        var body = FreshIds.In(await File.ReadAllBytesAsync(sample, cancellationToken));
        var request = SampleFolder.Request(endpoint.Adapter, new Sample(Path.GetFileName(sample), body, endpoint.Options.Secrets.First(s => s.Length > 0), time.GetUtcNow()) { FromShop = endpoint.Shop });
        using var client = new HttpClient { Timeout = Patience };
        using var message = SampleMessage.Of(request, new Uri(listeners.Webhooks, $"/webhooks/{endpoint.Adapter.Source}/{endpoint.Name}"));
        try
        {
            using var answer = await client.SendAsync(message, cancellationToken);
            var result = Read((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
            if (result.Webhook is { } webhook)
            {
                await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "test", name, $"a test event was sent: wh_{webhook}") { Actor = actor }, CancellationToken.None);
            }

            return result;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new TestEventResult(0, null, $"{listeners.Webhooks} did not answer: {e.Message}");
        }
    }

    // <type>.test….json by name, and by what its adapter says of it.
    private string? FindSample(Receive.Endpoint endpoint)
    {
        var folder = Path.Combine(targets.Folder, "samples", endpoint.Adapter.Source);
        return !Directory.Exists(folder) ? null : Directory.EnumerateFiles(folder, "*.test*.json").Order(StringComparer.Ordinal).FirstOrDefault(file =>
            endpoint.Adapter.Read(SampleFolder.Request(endpoint.Adapter, Path.GetFileName(file), File.ReadAllBytes(file), secret: null, time.GetUtcNow())) is [{ Test: true }]);
    }

    private static TestEventResult Read(int status, string text)
    {
        var id = status == StatusCodes.Status200OK
            && System.Text.Json.Nodes.JsonNode.Parse(text)?["id"]?.GetValue<string>() is ['w', 'h', '_', .. var number]
            && long.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var webhook) ? webhook : (long?)null;
        return new TestEventResult(status, id, id is null ? $"The endpoint answered {status}." : null);
    }
}

/// <param name="Status">What the endpoint answered; 0: nothing was sent, or nothing came back.</param>
/// <param name="Webhook">The webhook that it became.</param>
/// <param name="Problem">Why it did not become one.</param>
internal sealed record TestEventResult(int Status, long? Webhook, string? Problem);
