using System.Diagnostics.CodeAnalysis;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Configuration;

/// <summary>The configuration folder as it was read: the options, and where each of them was written.</summary>
internal sealed class HubConfiguration
{
    /// <summary>The file's name within the folder.</summary>
    public const string FileName = "comethooks.yaml";

    private const string ShopDomain = ".myshopify.com";

    private readonly IReadOnlyDictionary<string, Place> _places;
    private readonly IReadOnlyDictionary<string, string> _notSet;
    private readonly Place _file;

    private HubConfiguration(string folder, HubOptions options, IReadOnlyDictionary<string, Place> places, IReadOnlyDictionary<string, string> notSet)
    {
        (Folder, Options, _places, _notSet) = (folder, options, places, notSet);
        _file = new Place(FileIn(folder), 0, 0);
    }

    /// <summary>The configuration folder; mapping files are relative to it.</summary>
    public string Folder { get; }

    public HubOptions Options { get; }

    /// <summary>Takes every source for known: for commands that need an address or a path, whatever plugin is missing.</summary>
    public static IReadOnlyCollection<string> AnySource(HubOptions options) => [.. options.Endpoints.Values.Select(e => e.Source)];

    /// <summary>
    /// Reads the folder's file and lays the environment over it. All that is wrong is reported at once; warnings do not
    /// keep anything from starting.
    /// </summary>
    /// <param name="folder">The configuration folder.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="sources">The sources that have an adapter; asked once the options are read, because plugins are named there.</param>
    /// <param name="configuration">The configuration, if nothing is wrong.</param>
    /// <param name="problems">What is wrong.</param>
    /// <param name="warnings">What an admin should know.</param>
    public static bool TryLoad(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        Func<HubOptions, IReadOnlyCollection<string>> sources,
        [NotNullWhen(true)] out HubConfiguration? configuration,
        ICollection<Problem> problems,
        ICollection<Problem> warnings)
    {
        configuration = null;
        var found = new List<Problem>();
        if (TryReadFile(folder, found, out var root))
        {
            EnvironmentLayer.Apply(root, environment, found);
            var references = new References(environment);
            var binder = new OptionsBinder(references, found);
            var read = new HubConfiguration(folder, binder.Bind<HubOptions>(root), binder.Places, references.NotSet);
            new HubOptionsCheck(read, sources(read.Options), found).Run();
            read.AddWarnings(binder.ClearSecrets, warnings);
            configuration = found.Count == 0 ? read : null;
        }

        foreach (var problem in found.OrderBy(x => x.File, StringComparer.Ordinal).ThenBy(x => x.Line).ThenBy(x => x.Column))
        {
            problems.Add(problem);
        }

        return configuration is not null;
    }

    /// <summary>What keeps <c>serve</c> from starting although nothing is wrong with the files.</summary>
    public IReadOnlyList<Problem> StartProblems()
    {
        // Whoever does not receive needs no secret, and whoever does not deliver no token.
        var on = Options.Endpoints.Where(x => Options.Has(Roles.Receive) ? OffBecause(x.Key) is null : x.Value.Enabled).ToList();
        if (on.Count == 0)
        {
            return [_file.Problem("no endpoint is on, so nothing could be received: set the secret of at least one endpoint.")];
        }

        return
        [
            .. on.Select(x => x.Value.Destination).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(name => Options.Has(Roles.Deliver) && Options.Destinations[name].Token.Length == 0)
                .Select(name => PlaceOf($"destinations.{name}.token").Problem($"destination '{name}' has no token, so nothing could be delivered{SetIt($"destinations.{name}.token")}.")),
            .. Options.Store is { Provider: StoreOpening.Postgres, Connection.Length: 0 }
                ? [PlaceOf("store.connection").Problem($"'store.connection' is empty, so there is no store{SetIt("store.connection")}.")]
                : Array.Empty<Problem>(),
        ];
    }

    /// <summary>Why the endpoint is off; null where it is on.</summary>
    public string? OffBecause(string endpoint) => Options.Endpoints[endpoint] switch
    {
        { Enabled: false } => "enabled is false",
        { Secrets.Count: 0 } => $"no secret is set{SetIt($"endpoints.{endpoint}.secrets.0")}",
        _ => null,
    };

    /// <summary>The endpoint's mapping file as a path of this machine.</summary>
    public string MappingFile(EndpointOptions endpoint) => Path.Combine(Folder, endpoint.Mapping);

    /// <summary>Where the option was written, or the nearest thing around it that was.</summary>
    public Place PlaceOf(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            if (_places.TryGetValue(path[..end], out var place))
            {
                return place;
            }
        }

        return _file;
    }

    private void AddWarnings(IEnumerable<(Place Place, string? Variable)> clearSecrets, ICollection<Problem> warnings)
    {
        foreach (var name in Options.Endpoints.Keys.Where(_ => Options.Has(Roles.Receive)))
        {
            if (OffBecause(name) is { } reason)
            {
                warnings.Add(PlaceOf($"endpoints.{name}").Problem($"endpoint '{name}' is off and answers 503: {reason}."));
            }
        }

        // The header never has the domain under which customers know the shop: https://shopify.dev/docs/apps/build/webhooks/delivery-structure.
        foreach (var (name, endpoint) in Options.Endpoints.Where(e => e.Value is { Source: "shopify", Shop.Length: > 0 } && !e.Value.Shop.Trim().EndsWith(ShopDomain, StringComparison.OrdinalIgnoreCase)))
        {
            warnings.Add(PlaceOf($"endpoints.{name}.shop").Problem($"endpoint '{name}' refuses every webhook unless Shopify calls its shop '{endpoint.Shop}': write the name that ends in {ShopDomain}, or leave it empty."));
        }

        foreach (var (name, destination) in Options.Destinations)
        {
            if (Options.Has(Roles.Deliver) && destination.Token.Length == 0)
            {
                warnings.Add(PlaceOf($"destinations.{name}").Problem($"destination '{name}' has no token{SetIt($"destinations.{name}.token")}."));
            }
        }

        foreach (var (place, variable) in clearSecrets)
        {
            warnings.Add(place.Problem("a secret stands in the file itself: write \"${NAME}\" and set the environment variable, or file:/run/secrets/name." + (variable is null ? "" : $" Did you mean ${{{variable}}}?")));
        }
    }

    /// <summary>The variable that the option names and nobody has set.</summary>
    public string? NotSet(string path) => _notSet.GetValueOrDefault(path);

    private string SetIt(string path) => _notSet.TryGetValue(path, out var variable) ? $": set the environment variable {variable}" : "";

    private static bool TryReadFile(string folder, List<Problem> problems, [NotNullWhen(true)] out Setting? root)
    {
        root = null;
        var name = FileIn(folder);
        try
        {
            if (FileText.TryRead(name, File.ReadAllBytes(Path.Combine(folder, FileName)), problems, out var text) && YamlText.TryRead(name, text, problems, out var node))
            {
                root = Setting.Of(name, node);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new Problem(name, 0, 0, "the file cannot be read. Name its folder with --config or COMETHOOKS_CONFIG."));
        }

        return root is not null;
    }

    private static string FileIn(string folder) => Path.Combine(folder, FileName).Replace('\\', '/');
}
