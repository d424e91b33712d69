using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>What is to be mapped or sent waits longer than anybody wants.</summary>
internal sealed class OldestAge(AlertOptions options) : IAlertCondition
{
    public string Name => "oldest_age";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        options.OldestAge == TimeSpan.Zero || Oldest(now) < options.OldestAge ? [] : [new Finding("", "warning", Text(now), "/")]);

    // Half of it: with the oldest gone, the next is hardly younger.
    public bool IsOver(OpenAlert alert, HubReading now) => Oldest(now) < options.OldestAge / 2 || options.OldestAge == TimeSpan.Zero;

    private static TimeSpan Oldest(HubReading now) => now.OldestConversion > now.OldestWebhook ? now.OldestConversion : now.OldestWebhook;

    private static string Text(HubReading now) => now.OldestConversion > now.OldestWebhook
        ? $"The oldest of {now.Waiting.Pending.Values.Sum()} conversions has waited {Span.Of(now.OldestConversion)} to be sent"
        : $"The oldest of {now.Waiting.Stored} webhooks has waited {Span.Of(now.OldestWebhook)} to be mapped";
}
