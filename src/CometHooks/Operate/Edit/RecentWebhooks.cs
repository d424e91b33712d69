using CometHooks.Store;

namespace CometHooks.Operate.Edit;

/// <summary>What has arrived lately at the endpoints of a mapping: on it a draft is tried.</summary>
internal sealed class RecentWebhooks(IEventLists lists, IArchive archive)
{
    /// <summary>How many one chooses from; more would not be looked through.</summary>
    public const int Most = 20;

    /// <summary>The newest webhooks of an endpoint, newest first.</summary>
    public async Task<IReadOnlyList<WebhookRow>> OfAsync(string endpoint, CancellationToken cancellationToken) =>
        (await lists.WebhooksAsync(new WebhookFilter { Endpoint = endpoint }, before: null, Most, cancellationToken)).Items;

    /// <summary>One webhook; null where it is not there (any more).</summary>
    public async Task<WebhookRow?> FindAsync(long id, CancellationToken cancellationToken) =>
        await archive.FindAsync(id, cancellationToken) is { } w
            ? new WebhookRow(w.Id, w.Endpoint, w.Source, w.EventId, w.Type, w.OccurredAt, w.ReceivedAt, w.Test, w.State, w.Reason)
            : null;

    /// <summary>The first endpoint at which something arrived; where nothing did, the first.</summary>
    public async Task<string> FirstAsync(IReadOnlyList<string> endpoints, CancellationToken cancellationToken)
    {
        foreach (var endpoint in endpoints)
        {
            if ((await lists.WebhooksAsync(new WebhookFilter { Endpoint = endpoint }, before: null, most: 1, cancellationToken)).Items.Count > 0)
            {
                return endpoint;
            }
        }

        return endpoints[0];
    }
}
