using CometHooks.Map;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>The endpoints as people look at them: the URL to paste, what to tick, whether it works.</summary>
internal sealed class EndpointViews(EndpointCatalog catalog, RefusalCounts refusals, MapTargets targets, IOverview overview)
{
    public async Task<IReadOnlyList<EndpointView>> AllAsync(CancellationToken cancellationToken)
    {
        var last = await overview.LastWebhooksAsync([.. catalog.All.Select(e => e.Name)], cancellationToken);
        var refused = refusals.Snapshot();
        return [.. catalog.All.Select(endpoint => new EndpointView
        {
            Name = endpoint.Name,
            Source = endpoint.Adapter.Source,
            Path = PathOf(endpoint),
            Destination = endpoint.Options.Destination,
            Mapping = endpoint.Options.Mapping,
            OffBecause = endpoint.OffBecause,
            Secrets = endpoint.Options.Secrets.Count(s => s.Length > 0),
            Shop = endpoint.Shop,
            WrongShop = endpoint.WrongShop,
            Last = last.GetValueOrDefault(endpoint.Name),
            Refused = refused.Where(r => r.Key.Endpoint == endpoint.Name).ToDictionary(r => r.Key.Reason, r => r.Value, StringComparer.Ordinal),
            EventTypes = [.. (targets.Find(endpoint.Name)?.Mapping.Rules.SelectMany(r => r.On) ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        })];
    }

    private static string PathOf(Receive.Endpoint endpoint)
        => string.Equals(endpoint.Name, endpoint.Adapter.Source, StringComparison.OrdinalIgnoreCase) ? $"/webhooks/{endpoint.Adapter.Source}" : $"/webhooks/{endpoint.Adapter.Source}/{endpoint.Name}";
}

internal sealed record EndpointView
{
    public required string Name { get; init; }
    public required string Source { get; init; }

    /// <summary>What follows the hub's public address in the URL that is pasted at the platform.</summary>
    public required string Path { get; init; }
    public required string Destination { get; init; }
    public required string Mapping { get; init; }

    /// <summary>Why it accepts nothing; null where it is on.</summary>
    public string? OffBecause { get; init; }

    /// <summary>How many secrets it has.</summary>
    public required int Secrets { get; init; }

    /// <summary>The shop to which it is bound.</summary>
    public string? Shop { get; init; }

    /// <summary>Which other shop its last webhook that was refused for that came from, and what to do; null where none came since this hub started.</summary>
    public string? WrongShop { get; init; }

    /// <summary>The newest webhook that was kept.</summary>
    public LastWebhook? Last { get; init; }

    /// <summary>Why → how many requests were refused since this hub started.</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>The event types that its mapping has rules for: tick these at the platform.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }
}
