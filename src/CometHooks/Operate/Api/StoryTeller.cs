using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>Explains a webhook to somebody: masked, or revealed with a line in the audit trail that says to whom.</summary>
internal sealed class StoryTeller(IArchive archive, IRecords records, TimeProvider time)
{
    private readonly Explainer _explainer = new(archive, time);

    /// <param name="webhookId">The webhook.</param>
    /// <param name="revealTo">Who sees personal data and the body; null: nobody.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null where there is no such webhook.</returns>
    public async Task<ExplainedEvent?> TellAsync(long webhookId, string? revealTo, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(webhookId, cancellationToken) is not { } webhook)
        {
            return null;
        }

        // Written before it is shown: what could not be written is not shown.
        if (revealTo is not null)
        {
            await records.AuditAsync(
                new AuditEntry(time.GetUtcNow(), "reveal", $"wh_{webhookId}", "personal data and body were shown") { Actor = revealTo }, cancellationToken);
        }

        var explained = await _explainer.ExplainAsync(webhook, withBody: true, cancellationToken);
        return revealTo is not null ? explained : MaskedEvent.Of(explained, PersonalValues.Of(webhook));
    }
}
