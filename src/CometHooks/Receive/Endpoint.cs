using CometHooks.Sources;

namespace CometHooks.Receive;

/// <summary>One endpoint as it runs: its options, its adapter, and the shop to which it is bound.</summary>
internal sealed class Endpoint
{
    private const int LongestShop = 100;

    private readonly string? _offBecause;
    private volatile SourceSettings _settings;
    private volatile string? _otherShop;

    public Endpoint(string name, EndpointOptions options, ISourceAdapter adapter, string? offBecause)
    {
        (Name, Options, Adapter, _offBecause) = (name, options, adapter, offBecause);
        _settings = SettingsFor(options.Shop.Trim().ToLowerInvariant());
    }

    public string Name { get; }

    public EndpointOptions Options { get; }

    public ISourceAdapter Adapter { get; }

    /// <summary>What the adapter is given. Read at each request.</summary>
    public SourceSettings Settings => _settings;

    /// <summary>Why the endpoint accepts nothing; null where it is on.</summary>
    public string? OffBecause => _offBecause ?? (Adapter as IMayBeOff)?.OffBecause;

    /// <summary>What its adapter says of the request. Only a fenced one can be cut: the hub runs no other.</summary>
    public ValueTask<Examination> ExamineAsync(WebhookRequest request) =>
        Adapter is FencedAdapter fenced ? fenced.ExamineAsync(request, Settings) : new(Examination.Of(Adapter, request, Settings));

    /// <summary>The shop to which the endpoint is bound; null while none is known.</summary>
    public string? Shop => _settings.Shop;

    /// <summary>What is wrong with its shop, and what to do; null where no authentic webhook of another shop came since this hub started.</summary>
    public string? WrongShop => _otherShop is { } other ? $"bound to {Shop}; the last one came from {other}: set the endpoint's shop to the right one and restart" : null;

    /// <summary>Notes that an authentic webhook of another shop was refused. False: the last one came from there too.</summary>
    public bool RefusedShop(string shop)
    {
        // It is a platform's word, but not signed: bounded, and fit for one line.
        var shown = string.Concat(shop.Take(LongestShop).Select(c => char.IsControl(c) ? '?' : c));
        return Interlocked.Exchange(ref _otherShop, shown) != shown;
    }

    /// <summary>Binds the endpoint to the shop. A shop in the configuration outranks one that was pinned.</summary>
    public void BindTo(string shop)
    {
        if (Options.Shop.Length == 0)
        {
            _settings = SettingsFor(shop);
        }
    }

    /// <summary>Whether events of this connected account are mapped.</summary>
    public bool Lists(string account) => Options.Lists(account);

    private SourceSettings SettingsFor(string shop) => new()
    {
        Endpoint = Name,
        Secrets = Options.Secrets,
        Tolerance = Options.Tolerance,
        Shop = shop.Length == 0 ? null : shop,
        Options = Options.Options,
    };
}
