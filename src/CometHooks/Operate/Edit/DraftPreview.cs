using System.Text;
using CometHooks.Map;
using CometHooks.Operate.Explain;
using CometHooks.Operate.Rehearse;
using CometHooks.Sources;
using CometHooks.Store;

namespace CometHooks.Operate.Edit;

/// <summary>What a draft would make of one event, with every step explained. Nothing is stored or sent.</summary>
internal sealed class DraftPreview(MapTargets targets, Rehearsal rehearsal, IArchive archive, IRecords records, TimeProvider time)
{
    // Some of the newest may be without their body: their person was erased.
    private const int Newest = 20;

    /// <summary>Of a webhook that the hub has; masked, unless somebody may see its personal data, which the audit trail then says.</summary>
    /// <param name="draft">The draft, which can be read.</param>
    /// <param name="webhookId">The webhook; null: the newest of the endpoint.</param>
    /// <param name="endpoint">The endpoint; null: the webhook's, or the first that names the mapping.</param>
    /// <param name="revealTo">Who sees personal data; null: nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where there is no such webhook at an endpoint that names the mapping, or its body is kept no more.</returns>
    public async Task<IReadOnlyList<ExplainedEvent>?> OfStoredAsync(Mapping draft, long? webhookId, string? endpoint, string? revealTo, CancellationToken cancellationToken)
    {
        var candidates = targets.Of(draft).Where(t => endpoint is null || t.Endpoint == endpoint).ToList();
        WebhookRecord? webhook = null;
        foreach (var candidate in candidates.TakeWhile(_ => webhook is null))
        {
            webhook = webhookId is { } id ? await archive.FindAsync(id, cancellationToken) : await NewestAsync(candidate.Endpoint, cancellationToken);
        }

        if (webhook is not { Emptied: null } || candidates.Find(t => t.Endpoint == webhook.Endpoint) is not { } target)
        {
            return null;
        }

        if (revealTo is not null)
        {
            await records.AuditAsync(
                new AuditEntry(time.GetUtcNow(), "reveal", $"wh_{webhook.Id}", $"personal data was shown in a preview of {draft.Name}") { Actor = revealTo }, cancellationToken);
        }

        var rehearsed = await rehearsal.RunAsync(target, RehearsedArrival.Of(webhook), cancellationToken);
        return [.. rehearsed.Select(r =>
        {
            var explained = RehearsedEvent.Of(r, target, time.GetUtcNow());
            explained = explained with { Webhook = explained.Webhook with { Id = webhook.Id } };
            return revealTo is not null ? explained : MaskedEvent.Of(explained, PersonalValues.Of(r.Record));
        })];
    }

    /// <summary>Of a body that somebody has: whoever has it may see all of it.</summary>
    /// <param name="draft">The draft, which can be read.</param>
    /// <param name="payload">The body.</param>
    /// <param name="endpoint">The endpoint; null: the first that names the mapping.</param>
    /// <param name="headers">Headers of the delivery, beside those that the platform always sends.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where no such endpoint names the mapping.</returns>
    public async Task<IReadOnlyList<ExplainedEvent>?> OfPayloadAsync(
        Mapping draft, string payload, string? endpoint, IReadOnlyDictionary<string, string>? headers, CancellationToken cancellationToken)
    {
        if (targets.Of(draft).FirstOrDefault(t => endpoint is null || t.Endpoint == endpoint) is not { } target)
        {
            return null;
        }

        var request = SampleFolder.Request(target.Adapter, "pasted.json", Encoding.UTF8.GetBytes(payload), secret: null, time.GetUtcNow(), headers?.Where(h => h.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase));
        var rehearsed = await rehearsal.RunAsync(target, [new RehearsedRequest(TimeSpan.Zero, request)], cancellationToken);
        return [.. rehearsed.Select(r => RehearsedEvent.Of(r, target, time.GetUtcNow()))];
    }

    private async Task<WebhookRecord?> NewestAsync(string endpoint, CancellationToken cancellationToken) =>
        (await archive.NewestAsync(endpoint, Newest, cancellationToken)).FirstOrDefault(w => w.Emptied is null);
}
