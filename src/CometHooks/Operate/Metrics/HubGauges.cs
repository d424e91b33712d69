using System.Diagnostics.Metrics;
using CometHooks.Deliver;
using CometHooks.Operate.Alerts;
using CometHooks.Store;

namespace CometHooks.Operate.Metrics;

/// <summary>How things stand, as gauges: they show the last reading and ask the store nothing.</summary>
internal sealed class HubGauges : IDisposable
{
    private readonly Meter _meter = new(HubMeter.Name);
    private readonly HubReadings _readings;
    private readonly IReadOnlyDictionary<string, DestinationOptions> _destinations;
    private readonly DeliveryService? _delivery;

    public HubGauges(
        HubReadings readings, IReadOnlyDictionary<string, DestinationOptions> destinations, IStoreHealth store, IEnumerable<IAlertCondition> conditions, DeliveryService? delivery = null)
    {
        (_readings, _destinations, _delivery) = (readings, destinations, delivery);
        Gauge("comethooks.webhooks", "Webhooks that wait or need a person, by state.", Webhooks);
        Gauge("comethooks.conversions", "Conversions that wait or need a person, by state.", Conversions);
        Gauge("comethooks.backlog", "Conversions that wait to be sent, by destination; throttled ones too.", r => Each(d => (long?)r.Waiting.Pending.GetValueOrDefault(d)));
        Gauge("comethooks.oldest.age", "How old the oldest is that waits: of webhooks to be mapped, of conversions to be sent (throttled ones too).", Oldest, "s");
        Gauge("comethooks.budget.per_minute", "Requests a minute that a destination takes.", r => Each(d => Budget(r, d)?.PerMinute));
        Gauge("comethooks.budget.available", "Requests that might go at once.", r => Each<double>(d => Budget(r, d) is { } b ? b.BlockedFor > TimeSpan.Zero ? 0 : Math.Max(0, Math.Floor(b.Tokens)) : null));
        Gauge("comethooks.destination.paused", "1 where a destination is paused.", r => Each(d => r.Pauses.ContainsKey(d) ? 1 : (int?)0));
        Gauge("comethooks.destination.unreachable", "1 where a destination does not answer.", _ => Each<int>(d => _delivery is null ? null : _delivery.Unreachable.Contains(d, StringComparer.Ordinal) ? 1 : (int?)0));
        Gauge("comethooks.alerts.open", "Open alerts, by condition.", r => conditions.Select(c => Of(r.Alerts.LongCount(a => a.Condition == c.Name), "condition", c.Name)));
        Gauge("comethooks.endpoint.silence", "How long ago the last webhook of an endpoint arrived.", Silence, "s");
        _meter.CreateObservableGauge("comethooks.store.queue", () => store.QueueDepth, description: "Writes that wait for their commit.");
        _meter.CreateObservableGauge("comethooks.store.healthy", () => store.IsHealthy ? 1 : 0, description: "1 where the last commit succeeded.");
    }

    public void Dispose() => _meter.Dispose();

    private void Gauge<T>(string name, string description, Func<HubReading, IEnumerable<Measurement<T>>> of, string? unit = null)
        where T : struct =>
        _meter.CreateObservableGauge(name, () => _readings.Latest is { } reading ? of(reading) : [], unit, description);

    private static IEnumerable<Measurement<long>> Webhooks(HubReading r) =>
    [
        Of(r.Waiting.Stored, "state", "stored"), Of(r.Waiting.Failed, "state", "failed"), Of(r.Waiting.Late, "state", "late"), Of(r.Waiting.Unreadable, "state", "unreadable"),
    ];

    private static IEnumerable<Measurement<long>> Conversions(HubReading r) =>
    [
        Of(r.Waiting.Held, "state", "held"), Of(r.Waiting.Pending.Values.Sum(), "state", "pending"), Of(r.Waiting.Rejected, "state", "rejected"), Of(r.Waiting.Dead, "state", "dead"),
    ];

    private static IEnumerable<Measurement<double>> Oldest(HubReading r) => [Of(r.OldestWebhook.TotalSeconds, "of", "webhook"), Of(r.OldestConversion.TotalSeconds, "of", "conversion")];

    private static IEnumerable<Measurement<double>> Silence(HubReading r) => r.LastWebhooks.Select(l => Of(Math.Max(0, (r.At - l.Value.ReceivedAt).TotalSeconds), "endpoint", l.Key));

    private IEnumerable<Measurement<T>> Each<T>(Func<string, T?> of)
        where T : struct => _destinations.Keys.Where(d => of(d) is not null).Select(d => Of(of(d)!.Value, "destination", d));

    // Without a budget there is nothing to show.
    private static BudgetState? Budget(HubReading r, string destination) => r.Budgets.GetValueOrDefault(destination) is { PerMinute: > 0 } budget ? budget : null;

    private static Measurement<T> Of<T>(T value, string tag, string word)
        where T : struct => new(value, new KeyValuePair<string, object?>(tag, word));
}
