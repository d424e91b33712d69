using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Webhooks whose signature was right but too old wait for somebody who believes them.</summary>
internal sealed class LateWebhooks : IAlertCondition
{
    public string Name => "late_webhooks";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        now.Waiting.Late == 0 ? [] : [new Finding("", "warning", Text(now.Waiting.Late), "/events?state=late")]);

    public bool IsOver(OpenAlert alert, HubReading now) => now.Waiting.Late == 0;

    private static string Text(long late) => late == 1
        ? "A webhook came with a right signature that was too old: it is mapped when somebody says so"
        : $"{late} webhooks came with right signatures that were too old: they are mapped when somebody says so";
}
