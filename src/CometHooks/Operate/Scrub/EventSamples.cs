using System.Globalization;
using System.Text;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Operate.Scrub;

/// <summary>
/// Makes of an event that was received a sample with nobody in it, and the example that holds of it now: what was seen once
/// is tested from then on.
/// </summary>
internal sealed class EventSamples(IArchive archive, IRecords records, MapTargets targets, Rehearsal rehearsal, TimeProvider time)
{
    /// <param name="webhookId">The webhook.</param>
    /// <param name="actor">Who gets it, for the audit trail.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where there is no such webhook.</returns>
    public async Task<EventSample?> OfAsync(long webhookId, string actor, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(webhookId, cancellationToken) is not { } webhook)
        {
            return null;
        }

        if (!JsonBody.TryParse(webhook.Body, out var document, out _))
        {
            return EventSample.Impossible("The body is kept no more, or it is not JSON.");
        }

        using (document)
        {
            // Written before it is shown. No rule can promise that nothing of a person is left in somebody's own words.
            await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "sample", $"wh_{webhookId}", "a scrubbed sample was made") { Actor = actor }, cancellationToken);
            var body = ScrubbedBody.Of(document.RootElement);
            var file = $"{webhook.Source}/{webhook.Type.Replace('/', '_')}.wh-{webhookId.ToString(CultureInfo.InvariantCulture)}.json";
            return targets.Find(webhook.Endpoint) is { } target
                ? await TryAsync(webhook, target, file, body, cancellationToken)
                : new EventSample(file, body, null, $"The configuration has no endpoint '{webhook.Endpoint}' any more, so no mapping says what would come of it.");
        }
    }

    private async Task<EventSample> TryAsync(WebhookRecord webhook, MapTarget target, string file, string body, CancellationToken cancellationToken)
    {
        // As examples run: at an endpoint and a destination with default settings but for the currency.
        var plain = target with
        {
            Options = new EndpointOptions { Source = target.Adapter.Source },
            Destination = new DestinationOptions { Currency = target.Destination.Currency },
        };
        var request = SampleFolder.Request(target.Adapter, Path.GetFileName(file), Encoding.UTF8.GetBytes(body), secret: null, time.GetUtcNow());
        var rehearsed = await rehearsal.RunAsync(plain, [new RehearsedRequest(TimeSpan.Zero, request)], cancellationToken);
        return rehearsed.Any(r => r.Record.Type == webhook.Type && r.Record.State != WebhookState.Unreadable)
            ? new EventSample(file, body, ExampleText.Of(webhook, file, plain.Destination.Currency, rehearsed), null)
            : new EventSample(file, body, null, "Without the headers of its delivery this body is not read as the same event, so there is no example.");
    }
}

/// <param name="File">Where to save the sample, below the samples folder.</param>
/// <param name="Body">The sample.</param>
/// <param name="Example">What to add under <c>examples:</c> of the mapping.</param>
/// <param name="Problem">Why one of them is missing.</param>
internal sealed record EventSample(string? File, string? Body, string? Example, string? Problem)
{
    public static EventSample Impossible(string problem) => new(null, null, null, problem);
}
