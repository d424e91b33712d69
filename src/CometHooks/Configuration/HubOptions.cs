using CometHooks.Deliver;
using CometHooks.Operate;
using CometHooks.Operate.Access;
using CometHooks.Operate.Alerts;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Configuration;

/// <summary>Everything that <c>comethooks.yaml</c> can say.</summary>
internal sealed record HubOptions
{
    /// <summary>What this instance does: <c>receive</c>, <c>map</c>, <c>deliver</c>, <c>console</c>. All, unless several instances on one PostgreSQL share the work.</summary>
    public IReadOnlyList<string> Roles { get; init; } = Configuration.Roles.All;

    /// <summary>The two addresses of the hub.</summary>
    public ListenerOptions Listen { get; init; } = new();

    /// <summary>Proxies (addresses or networks such as 10.0.0.0/8) whose X-Forwarded-* headers are believed; nobody else's are.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>The webhook URLs, by name: <c>/webhooks/&lt;source&gt;/&lt;name&gt;</c>.</summary>
    public IReadOnlyDictionary<string, EndpointOptions> Endpoints { get; init; } = new Dictionary<string, EndpointOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The Cometly spaces, by name.</summary>
    public IReadOnlyDictionary<string, DestinationOptions> Destinations { get; init; } = new Dictionary<string, DestinationOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where webhooks, conversions and the ledger are kept.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>How long what is kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The plugins to load, by name; one that is not named here is not loaded.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The folder of the plugins, relative to the working directory: <c>&lt;folder&gt;/&lt;Name&gt;/&lt;Name&gt;.dll</c>.</summary>
    public string PluginsFolder { get; init; } = "plugins";

    /// <summary>What a request may cost.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How people get into the console.</summary>
    public ConsoleOptions Console { get; init; } = new();

    /// <summary>When somebody is called, and who.</summary>
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>How the hub logs.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Whether this instance does that.</summary>
    public bool Has(string role) => Roles.Contains(role);
}
