using CometHooks.Map;
using CometHooks.Operate.Diff;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;

namespace CometHooks.Operate.Edit;

/// <summary>What a draft would make of the newest stored webhooks, beside what the active version makes of them. Nothing is stored or sent.</summary>
internal sealed class DraftDiff(MapTargets targets, Rehearsal rehearsal, IArchive archive) : IDisposable
{
    /// <summary>How many webhooks are compared where nobody says it.</summary>
    public const int Usual = 200;

    /// <summary>How many at most: more is for the command, which runs elsewhere.</summary>
    public const int Most = 1000;

    // One after the other: both rehearsals keep a core busy, and what arrives needs one too.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="draft">The draft, which can be read.</param>
    /// <param name="endpoint">The endpoint; null: the first that names the mapping and has webhooks.</param>
    /// <param name="last">How many webhooks, the newest.</param>
    /// <param name="progress">Told by how far both are through, from 0 to 1; on any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where there is nothing to compare.</returns>
    public async Task<DraftDifference?> RunAsync(Mapping draft, string? endpoint, int last, Action<double>? progress, CancellationToken cancellationToken)
    {
        foreach (var after in targets.Of(draft).Where(t => endpoint is null || t.Endpoint == endpoint))
        {
            if (targets.Find(after.Endpoint) is { } before && await archive.NewestAsync(after.Endpoint, last, cancellationToken) is { Count: > 0 } webhooks)
            {
                return await RunAsync(before, after, webhooks, progress, cancellationToken);
            }
        }

        return null;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<DraftDifference> RunAsync(MapTarget before, MapTarget after, IReadOnlyList<WebhookRecord> webhooks, Action<double>? progress, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var mapped = 0;
            var difference = await new MappingDiff(rehearsal).RunAsync(
                before, after, webhooks, () => progress?.Invoke(Interlocked.Increment(ref mapped) / (2.0 * webhooks.Count)), cancellationToken);
            return DraftDifference.Of(after.Endpoint, webhooks, difference);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <param name="Endpoint">The endpoint.</param>
/// <param name="Webhooks">How many webhooks were compared.</param>
/// <param name="From">The oldest of them.</param>
/// <param name="To">The newest.</param>
/// <param name="Gained">How many conversions only the draft sends.</param>
/// <param name="Lost">How many only the active version sends.</param>
/// <param name="Changed">How many differ in a field.</param>
/// <param name="Percent">All of these of a hundred that the active version sends; null where that sends none.</param>
/// <param name="Difference">What differs, without personal data.</param>
internal sealed record DraftDifference(
    string Endpoint, int Webhooks, DateTimeOffset From, DateTimeOffset To, int Gained, int Lost, int Changed, decimal? Percent, MappingDifference Difference)
{
    public static DraftDifference Of(string endpoint, IReadOnlyList<WebhookRecord> webhooks, MappingDifference difference) => new(
        endpoint,
        webhooks.Count,
        webhooks.Min(w => w.ReceivedAt),
        webhooks.Max(w => w.ReceivedAt),
        difference.Gained,
        difference.Lost,
        difference.Changed,
        difference.Percent is { } percent ? Math.Round(percent, 2) : null,
        difference with { Events = [.. difference.Events.Select(Masked)] });

    private static EventDifference Masked(EventDifference e) => e with
    {
        Fields = [.. e.Fields.Select(f => f with { Examples = [.. f.Examples.Select(x => x with { Before = Masked(f.Field, x.Before), After = Masked(f.Field, x.After) })] })],
    };

    private static string? Masked(string field, string? value) => value is null ? null : PersonalData.Of(field, value);
}
