using CometHooks.Configuration;

namespace CometHooks.Receive;

/// <summary>All configured endpoints, by name and by the URL that leads to them.</summary>
internal sealed class EndpointCatalog(HubConfiguration configuration, IEnumerable<ISourceAdapter> adapters)
{
    private readonly Dictionary<string, Endpoint> _byName = configuration.Options.Endpoints.ToDictionary(
        x => x.Key,
        x => new Endpoint(x.Key, x.Value, adapters.Single(adapter => adapter.Source.Equals(x.Value.Source, StringComparison.OrdinalIgnoreCase)), OffBecause(configuration, x.Key)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>All endpoints in the order of the configuration.</summary>
    public IReadOnlyCollection<Endpoint> All => _byName.Values;

    /// <summary>The endpoint of this name; null where there is none.</summary>
    public Endpoint? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// The endpoint behind <c>/webhooks/{source}[/{name}]</c>. Without a name: the one named like the source, else the
    /// source's only one. Which of several was meant is never guessed.
    /// </summary>
    public Endpoint? Find(string source, string? name)
    {
        var ofSource = _byName.Values.Where(x => string.Equals(x.Adapter.Source, source, StringComparison.OrdinalIgnoreCase)).ToList();
        return ofSource.Find(x => string.Equals(x.Name, name ?? source, StringComparison.OrdinalIgnoreCase))
            ?? (name is null && ofSource is [var only] ? only : null);
    }

    // The platform tries again, and a proxy asks another instance.
    private static string? OffBecause(HubConfiguration configuration, string name) =>
        configuration.Options.Has(Roles.Receive) ? configuration.OffBecause(name) : "other instances receive (roles)";
}
