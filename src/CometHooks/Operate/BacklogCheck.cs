using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>How many webhooks and conversions are in which state: a rejected purchase must not be a secret of the store's.</summary>
internal sealed class BacklogCheck(IArchive archive) : IReadinessCheck
{
    public string Name => "backlog";

    public async ValueTask<ReadinessResult> CheckAsync(CancellationToken cancellationToken)
    {
        var counts = await archive.CountAsync(cancellationToken);
        return new ReadinessResult(true, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["webhooks"] = counts.Webhooks.ToDictionary(c => Words.Of(c.Key), c => c.Value, StringComparer.Ordinal),
            ["conversions"] = counts.Conversions.ToDictionary(c => Words.Of(c.Key), c => c.Value, StringComparer.Ordinal),
            ["oldest_stored"] = counts.OldestStored,
            ["oldest_due"] = counts.OldestDue,
        });
    }
}
