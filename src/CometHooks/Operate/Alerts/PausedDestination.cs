using CometHooks.Operate.Metrics;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Nothing is sent to a destination: its token or URL is wrong, it refuses everything alike, or somebody paused it.</summary>
internal sealed class PausedDestination : IAlertCondition
{
    public string Name => "paused";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        [.. now.Pauses.Select(p => new Finding(p.Key, "error", $"Destination {p.Key} is paused: {p.Value.Reason}. Nothing is lost", "/destinations"))]);

    public bool IsOver(OpenAlert alert, HubReading now) => !now.Pauses.ContainsKey(alert.Subject);
}
