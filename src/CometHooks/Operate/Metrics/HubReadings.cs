using System.Diagnostics;
using CometHooks.Deliver;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Metrics;

/// <summary>Reads how things stand for all who ask, and not more often than the store can bear: a long backlog takes its time to count.</summary>
internal sealed class HubReadings(IOverview store, IAlerts alerts, IRecords records, EndpointCatalog endpoints, TimeProvider time, DeliveryService? delivery = null) : IDisposable
{
    // Of a hundred seconds the store spends at most two on this.
    private const int RestPerWork = 50;

    private readonly SemaphoreSlim _one = new(1);
    private volatile HubReading? _latest;
    private long _readAt;
    private TimeSpan _took;

    /// <summary>The last one; null before the first.</summary>
    public HubReading? Latest => _latest;

    /// <summary>One that is not older than this, unless reading takes so long that it must rest.</summary>
    public async Task<HubReading> ReadAsync(TimeSpan oldest, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_latest is { } latest && time.GetElapsedTime(_readAt) is var age && (age < oldest || age < _took * RestPerWork))
            {
                return latest;
            }

            var began = Stopwatch.GetTimestamp();
            var fresh = await ReadAsync(cancellationToken);
            (_latest, _readAt, _took) = (fresh, time.GetTimestamp(), Stopwatch.GetElapsedTime(began));
            return fresh;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<HubReading> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Alerts = await alerts.OpenAlertsAsync(cancellationToken),
        Waiting = await store.WaitingAsync(cancellationToken),
        Pauses = await records.PausesAsync(cancellationToken),
        Budgets = delivery is null ? new Dictionary<string, BudgetState>(StringComparer.Ordinal) : await delivery.BudgetsAsync(cancellationToken),
        LastWebhooks = await store.LastWebhooksAsync([.. endpoints.All.Select(e => e.Name)], cancellationToken),
        At = time.GetUtcNow(),
    };
}
