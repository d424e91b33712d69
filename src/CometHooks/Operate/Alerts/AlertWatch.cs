using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Looks how things stand and decides what fires and what is over. The store lets only one instance decide each.</summary>
internal sealed partial class AlertWatch(
    HubReadings readings, IAlerts store, IRecords records, IEnumerable<IAlertCondition> conditions, AlertOptions options, AlertSignal signal, TimeProvider time, ILogger<AlertWatch> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The store's trouble is not this loop's end.
                Log.NotLooked(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = await readings.ReadAsync(Interval / 2, cancellationToken);
        foreach (var condition in conditions)
        {
            var findings = (await condition.FindAsync(now, cancellationToken)).ToDictionary(f => Key(condition, f), StringComparer.Ordinal);
            var open = now.Alerts.Where(a => a.Condition == condition.Name).ToDictionary(a => a.Key, StringComparer.Ordinal);
            foreach (var (key, finding) in findings.Where(f => !open.ContainsKey(f.Key)))
            {
                await RaiseAsync(new OpenAlert(key, condition.Name, finding.Subject, finding.Severity, finding.Text, finding.Page, now.At), cancellationToken);
            }

            foreach (var alert in open.Values.Where(a => !findings.ContainsKey(a.Key) && now.At - a.Since >= OpenAlert.Settled && condition.IsOver(a, now)))
            {
                await ResolveAsync(alert, now.At, cancellationToken);
            }
        }
    }

    private async Task RaiseAsync(OpenAlert alert, CancellationToken cancellationToken)
    {
        if (await store.RaiseAlertAsync(alert, Notices(alert, null), cancellationToken))
        {
            Log.Fired(logger, alert.Key, alert.Text);
            signal.Set();
            await records.AuditAsync(new AuditEntry(alert.Since, "alert", alert.Key, alert.Text), cancellationToken);
        }
    }

    private async Task ResolveAsync(OpenAlert alert, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (await store.ResolveAlertAsync(alert, at, Notices(alert, at), cancellationToken))
        {
            Log.Resolved(logger, alert.Key, alert.Text);
            signal.Set();
            await records.AuditAsync(new AuditEntry(at, "alert", alert.Key, $"over: {alert.Text}"), cancellationToken);
        }
    }

    private List<AlertNotice> Notices(OpenAlert alert, DateTimeOffset? resolvedAt) =>
        [.. options.Receivers.Keys.Select(receiver => new AlertNotice($"alert_{Guid.CreateVersion7():n}", receiver, alert, resolvedAt))];

    private static string Key(IAlertCondition condition, Finding finding) => finding.Subject.Length == 0 ? condition.Name : $"{condition.Name}/{finding.Subject}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "ALERT {Alert}: {Text}")]
        public static partial void Fired(ILogger logger, string alert, string text);

        [LoggerMessage(LogLevel.Warning, "Alert {Alert} is over: {Text}")]
        public static partial void Resolved(ILogger logger, string alert, string text);

        [LoggerMessage(LogLevel.Error, "Alerts could not be looked for; the next look comes by itself")]
        public static partial void NotLooked(ILogger logger, Exception exception);
    }
}
