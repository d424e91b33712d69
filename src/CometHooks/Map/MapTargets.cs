using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Receive;

namespace CometHooks.Map;

/// <summary>Which mapping and destination belong to which endpoint.</summary>
/// <param name="folder">The configuration folder.</param>
/// <param name="routes">Endpoint → its route.</param>
/// <param name="catalog">The active mappings.</param>
internal sealed class MapTargets(string folder, IReadOnlyDictionary<string, MapRoute> routes, MappingCatalog catalog)
{
    /// <summary>The configuration folder; mapping names are relative to it.</summary>
    public string Folder => folder;

    /// <summary>The names of the endpoints.</summary>
    public IEnumerable<string> Endpoints => routes.Keys;

    /// <summary>The endpoint's target with its mapping as it is now; null where the endpoint or its mapping is not known (any more).</summary>
    public MapTarget? Find(string endpoint) =>
        routes.TryGetValue(endpoint, out var route) && catalog.Find(route.Options.Mapping) is { } mapping
            ? Target(endpoint, route, mapping)
            : null;

    /// <summary>The targets that this mapping would have, whether it is active or not.</summary>
    public IEnumerable<MapTarget> Of(Mapping mapping) =>
        routes.Where(r => r.Value.Options.Mapping == mapping.Name).Select(r => Target(r.Key, r.Value, mapping));

    /// <summary>The endpoints that name this mapping.</summary>
    public IEnumerable<string> EndpointsOf(string mapping) =>
        routes.Where(r => r.Value.Options.Mapping == mapping).Select(r => r.Key);

    /// <summary>What is wrong with giving this mapping to the endpoints that name it.</summary>
    public IEnumerable<Problem> Problems(Mapping mapping) =>
        routes.Where(r => r.Value.Options.Mapping == mapping.Name && r.Value.Adapter.Source != mapping.Source)
            .Select(r => new Problem(mapping.Name, mapping.SourcePlace.Line, mapping.SourcePlace.Column, $"is for source '{mapping.Source}', but endpoint '{r.Key}' receives from '{r.Value.Adapter.Source}'."));

    private static MapTarget Target(string endpoint, MapRoute route, Mapping mapping) =>
        new(endpoint, route.Options, route.Adapter, mapping, route.Options.Destination, route.Destination);
}

/// <param name="Options">The endpoint's options.</param>
/// <param name="Adapter">The source's adapter.</param>
/// <param name="Destination">Where conversions go.</param>
internal sealed record MapRoute(EndpointOptions Options, ISourceAdapter Adapter, DestinationOptions Destination);
