using CometHooks.Store;

namespace CometHooks.Receive;

/// <summary>
/// Binds an endpoint without a configured shop to the shop of its first authentic webhook: a secret may be shared by
/// several shops, and the header that names the shop is not signed.
/// </summary>
internal sealed partial class ShopPin(EndpointCatalog endpoints, IRecords records, TimeProvider time, ILogger<ShopPin> logger) : IHostedService
{
    /// <summary>Whether all of the events belong to the endpoint's shop.</summary>
    public async Task<bool> AdmitsAsync(Endpoint endpoint, IReadOnlyList<SourceEvent> events, CancellationToken cancellationToken)
    {
        foreach (var shop in events.Select(x => x.Shop).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (endpoint.Shop is null)
            {
                // A sample that someone tried must not shut the real shop out.
                if (shop == Sample.Shop)
                {
                    continue;
                }

                await PinAsync(endpoint, shop.ToLowerInvariant(), cancellationToken);
            }

            if (!string.Equals(endpoint.Shop, shop, StringComparison.OrdinalIgnoreCase))
            {
                if (endpoint.RefusedShop(shop))
                {
                    Log.Refused(logger, endpoint.Name, endpoint.WrongShop);
                }

                return false;
            }
        }

        return true;
    }

    /// <summary>Takes up the shops that were pinned before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, shop) in await records.PinnedShopsAsync(cancellationToken))
        {
            endpoints.Find(name)?.BindTo(shop);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Of two first webhooks at once the store lets one win; both then see the same shop.
    private async Task PinAsync(Endpoint endpoint, string shop, CancellationToken cancellationToken)
    {
        var pinned = await records.PinShopAsync(endpoint.Name, shop, cancellationToken);
        endpoint.BindTo(pinned);
        if (pinned == shop)
        {
            Log.Pinned(logger, endpoint.Name, shop);
            await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "shop", endpoint.Name, $"bound to {shop}, the shop of its first authentic webhook"), cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Endpoint {Endpoint} is now bound to shop {Shop}. Write it into the configuration as shop to make that visible.")]
        public static partial void Pinned(ILogger logger, string endpoint, string shop);

        [LoggerMessage(2, LogLevel.Warning, "Endpoint {Endpoint} refuses authentic webhooks, wrong shop: {WrongShop}")]
        public static partial void Refused(ILogger logger, string endpoint, string? wrongShop);
    }
}
