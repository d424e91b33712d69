using System.Text;
using System.Text.RegularExpressions;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate.Rehearse;
using CometHooks.Receive;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Operate.Scrub;

/// <summary>
/// Makes of an event that was received a sample with nobody in it, and the example that holds of it now: what was seen once
/// is tested from then on.
/// </summary>
internal sealed partial class EventSamples(IArchive archive, IRecords records, MapTargets targets, Rehearsal rehearsal, ExampleRunner examples, TimeProvider time)
{
    private const int LongestType = 100;

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

        // What was invented once stays: the example that somebody added is of it.
        if (examples.Samples.Find(FileOf(webhook)) is { } saved)
        {
            return await OfSavedAsync(webhook, saved, cancellationToken);
        }

        if (!JsonBody.TryParse(webhook.Body, out var document, out _))
        {
            return EventSample.Impossible("The body is kept no more, or it is not JSON.");
        }

        using (document)
        {
            // Written before it is shown. No rule can promise that nothing of a person is left in somebody's own words.
            await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "sample", $"wh_{webhookId}", "a scrubbed sample was made") { Actor = actor }, cancellationToken);
            return await OfAsync(webhook, ScrubbedBody.Of(document.RootElement), cancellationToken);
        }
    }

    /// <summary>Of a webhook whose sample is in its place already, the example; nothing else is read of it.</summary>
    /// <returns>Null where there is no such webhook, or no sample of it.</returns>
    public async Task<EventSample?> OfSavedAsync(long webhookId, CancellationToken cancellationToken) =>
        await archive.FindAsync(webhookId, cancellationToken) is { } webhook && examples.Samples.Find(FileOf(webhook)) is { } saved
            ? await OfSavedAsync(webhook, saved, cancellationToken)
            : null;

    /// <summary>Puts a sample that somebody has seen in its place on this hub, where examples find it. Nothing that is there is changed.</summary>
    /// <param name="webhookId">The webhook that it is of.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="actor">Who does it, for the audit trail.</param>
    public async Task<EventSample> SaveAsync(long webhookId, EventSample sample, string actor)
    {
        if (sample is not { File: { } file, Body: { } body, IsSaved: false })
        {
            return sample;
        }

        if (!examples.Samples.TryAdd(file, body, out var why))
        {
            return sample with { Problem = why };
        }

        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "sample", $"wh_{webhookId}", $"a scrubbed sample was saved as samples/{file}") { Actor = actor }, CancellationToken.None);
        return sample with { IsSaved = true };
    }

    private async Task<EventSample> OfSavedAsync(WebhookRecord webhook, string saved, CancellationToken cancellationToken) =>
        await OfAsync(webhook, saved, cancellationToken) with { IsSaved = true };

    private async Task<EventSample> OfAsync(WebhookRecord webhook, string body, CancellationToken cancellationToken)
    {
        var file = FileOf(webhook);
        return targets.Find(webhook.Endpoint) is { } target
            ? await TryAsync(webhook, target, file, body, cancellationToken)
            : new EventSample(file, body, null, $"The configuration has no endpoint '{webhook.Endpoint}' any more, so no mapping says what would come of it.");
    }

    // By the source's id, not by the webhook's number: that is another event's on another hub with the same files.
    private static string FileOf(WebhookRecord webhook)
    {
        var type = Unusual().Replace(webhook.Type, "_");
        var mark = Signatures.Sha256Hex(Encoding.UTF8.GetBytes($"{webhook.Type} {webhook.EventId}"))[..10];
        return $"{webhook.Source}/{type[..Math.Min(type.Length, LongestType)]}.{mark}.json";
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

    // What a sender names its events by must name no other place.
    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unusual();
}

/// <param name="File">Where to save the sample, below the samples folder.</param>
/// <param name="Body">The sample.</param>
/// <param name="Example">What to add under <c>examples:</c> of the mapping.</param>
/// <param name="Problem">Why one of them is missing.</param>
internal sealed record EventSample(string? File, string? Body, string? Example, string? Problem)
{
    /// <summary>Whether the sample is in its place on this hub.</summary>
    public bool IsSaved { get; init; }

    public static EventSample Impossible(string problem) => new(null, null, null, problem);
}
