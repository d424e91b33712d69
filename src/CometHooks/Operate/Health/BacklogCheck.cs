using CometHooks.Store;

namespace CometHooks.Operate.Health;

/// <summary>How many webhooks and conversions are in which state: a rejected purchase must not be a secret of the store's.</summary>
internal sealed class BacklogCheck(IArchive archive) : IHealthCheck
{
    public string Name => "backlog";

    public async ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken)
    {
        var counts = await archive.CountAsync(cancellationToken);
        return new HealthResult(true, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["webhooks"] = counts.Webhooks.ToDictionary(c => Words.Of(c.Key), c => c.Value, StringComparer.Ordinal),
            ["conversions"] = counts.Conversions.ToDictionary(c => Words.Of(c.Key), c => c.Value, StringComparer.Ordinal),
            ["oldest_stored"] = counts.OldestStored,
            ["oldest_due"] = counts.OldestDue,
        });
    }
}
