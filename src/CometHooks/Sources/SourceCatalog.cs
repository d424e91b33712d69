using System.Diagnostics.CodeAnalysis;
using CometHooks.Calendly;
using CometHooks.Configuration;
using CometHooks.Shopify;
using CometHooks.Stripe;

namespace CometHooks.Sources;

/// <summary>Who may speak to us: the adapter of each source, built in or from a plugin.</summary>
internal sealed class SourceCatalog
{
    private readonly SortedDictionary<string, FencedAdapter> _adapters = new(StringComparer.Ordinal);

    private SourceCatalog(IEnumerable<FencedAdapter> adapters)
    {
        foreach (var adapter in adapters)
        {
            _adapters.Add(adapter.Source, adapter);
        }
    }

    /// <summary>The names of all sources, sorted.</summary>
    public IReadOnlyCollection<string> Names => _adapters.Keys;

    public IReadOnlyCollection<FencedAdapter> Adapters => _adapters.Values;

    /// <summary>The built-in sources alone.</summary>
    public static SourceCatalog BuiltIn(ILogger logger) => new(BuiltInAdapters(logger));

    /// <summary>
    /// The built-in sources and those of the named plugins. What is wrong with a plugin goes to the problems, all at once;
    /// the hub must not start then.
    /// </summary>
    public static SourceCatalog Load(string pluginsFolder, IEnumerable<string> plugins, ICollection<Problem> problems, ILogger logger)
    {
        var adapters = BuiltInAdapters(logger);
        var loader = new PluginLoader(pluginsFolder, logger);
        foreach (var name in plugins.Distinct(StringComparer.Ordinal))
        {
            if (loader.TryLoad(name, out var adapter, out var problem))
            {
                if (adapters.Exists(other => other.Source == adapter.Source))
                {
                    problems.Add(loader.Problem(name, $"its source '{adapter.Source}' exists already: give the adapter another Source, or do not name the plugin"));
                    continue;
                }

                adapters.Add(adapter);
            }
            else
            {
                problems.Add(problem);
            }
        }

        return new SourceCatalog(adapters);
    }

    public bool TryFind(string source, [NotNullWhen(true)] out FencedAdapter? adapter) => _adapters.TryGetValue(source, out adapter);

    private static List<FencedAdapter> BuiltInAdapters(ILogger logger) =>
    [
        FencedAdapter.AroundBuiltIn(new StripeAdapter(), logger),
        FencedAdapter.AroundBuiltIn(new ShopifyAdapter(), logger),
        FencedAdapter.AroundBuiltIn(new CalendlyAdapter(), logger),
    ];
}
