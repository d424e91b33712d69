using CometHooks.Operate.Metrics;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Whether an endpoint lives: what its alerts end by, in whichever instance they began.</summary>
internal sealed class EndpointLife(EndpointCatalog endpoints)
{
    // So long another instance may still have the configuration in which it exists.
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>Whether something was accepted since the alert, or nothing is expected any more.</summary>
    public bool IsBack(OpenAlert alert, HubReading now) =>
        now.LastWebhooks.GetValueOrDefault(alert.Subject)?.ReceivedAt > alert.Since
        || (endpoints.Find(alert.Subject) is { } endpoint ? !endpoint.Options.Enabled : now.At - alert.Since > Forgotten);

    /// <summary>The endpoints at which something is expected.</summary>
    public IEnumerable<string> Expected => endpoints.All.Where(e => e.Options.Enabled).Select(e => e.Name);
}
