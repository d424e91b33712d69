using CometHooks.Deliver;
using CometHooks.Receive;

namespace CometHooks.Map;

/// <summary>What the events of one endpoint are mapped with, and for whom.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Options">Its options.</param>
/// <param name="Adapter">Its source's adapter.</param>
/// <param name="Mapping">Its active mapping.</param>
/// <param name="DestinationName">Where its conversions go.</param>
/// <param name="Destination">That destination.</param>
internal sealed record MapTarget(
    string Endpoint, EndpointOptions Options, ISourceAdapter Adapter, Mapping Mapping, string DestinationName, DestinationOptions Destination)
{
    /// <summary>The scope of its conversion keys, where the admin names one; null: the source decides.</summary>
    public string? Ledger => Options.Ledger is { Length: > 0 } name ? name : null;

    /// <summary>Within what the ids of an event are unique.</summary>
    public string KeyScope(SourceEvent sourceEvent) => Ledger ?? Adapter.KeyScope(sourceEvent) ?? Endpoint;

    /// <summary>The country of phone numbers that carry none, where neither rule nor mapping names one.</summary>
    public string? PhoneCountry => Options.PhoneCountry is { Length: > 0 } country ? country : null;
}
