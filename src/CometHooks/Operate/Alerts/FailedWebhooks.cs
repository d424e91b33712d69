using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Webhooks that a rule cannot be evaluated for make nothing until somebody mends the mapping.</summary>
internal sealed class FailedWebhooks : IAlertCondition
{
    public string Name => "failed_webhooks";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        now.Waiting.Failed == 0 || !IsNew(now) ? [] : [new Finding("", "error", Text(now.Waiting.Failed), "/events?state=failed")]);

    public bool IsOver(OpenAlert alert, HubReading now) => now.Waiting.Failed == 0 || !IsNew(now);

    // One that nobody can mend must not make this deaf to the next. The overview counts them all.
    private static bool IsNew(HubReading now) => now.At - now.Waiting.NewestFailed < TimeSpan.FromDays(1);

    private static string Text(long failed) => failed == 1
        ? "A webhook could not be mapped: a rule fails on it"
        : $"{failed} webhooks could not be mapped: a rule fails on them";
}
