using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Webhooks whose signature was right but too old wait for somebody who believes them.</summary>
internal sealed class LateWebhooks : IAlertCondition
{
    public string Name => "late_webhooks";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        now.Waiting.Late == 0 || !IsNew(now) ? [] : [new Finding("", "warning", Text(now.Waiting.Late), "/events?state=late")]);

    public bool IsOver(OpenAlert alert, HubReading now) => now.Waiting.Late == 0 || !IsNew(now);

    // One that nobody can mend must not make this deaf to the next. The overview counts them all.
    private static bool IsNew(HubReading now) => now.At - now.Waiting.NewestLate < TimeSpan.FromDays(1);

    private static string Text(long late) => late == 1
        ? "A webhook came with a right signature that was too old: it is mapped when somebody says so"
        : $"{late} webhooks came with right signatures that were too old: they are mapped when somebody says so";
}
