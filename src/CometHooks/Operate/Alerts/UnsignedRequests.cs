using CometHooks.Operate.Metrics;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Only unsigned requests come to an endpoint: the subscription at the platform has no signing key. Once webhooks came, unsigned requests are a stranger's.</summary>
internal sealed class UnsignedRequests(SignatureStreaks streaks, EndpointLife life, AlertOptions options) : IAlertCondition
{
    // A platform that sends unsigned goes on with it; whoever tried the URL once does not.
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(6);

    public string Name => "unsigned";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        [.. streaks.Unsigned
            .Where(s => options.Signatures > 0 && s.Value.Refused >= options.Signatures && now.At - s.Value.Last < Quiet && !now.LastWebhooks.ContainsKey(s.Key))
            .Select(s => new Finding(s.Key, "error", Text(s.Key, s.Value), "/endpoints"))]);

    public bool IsOver(OpenAlert alert, HubReading now)
        => life.IsBack(alert, now) || now.LastWebhooks.ContainsKey(alert.Subject)
            || now.At - (streaks.Unsigned.TryGetValue(alert.Subject, out var streak) ? streak.Last : alert.Since) >= Quiet;

    private static string Text(string endpoint, SignatureStreak streak)
        => $"All requests at endpoint {endpoint} are refused, {streak.Refused} so far: signature missing. The subscription at the platform may have no signing key";
}
