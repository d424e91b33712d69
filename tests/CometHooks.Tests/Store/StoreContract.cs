using CometHooks.Deliver;
using CometHooks.Store;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Store;

/// <summary>What the promises of every store are asked with. A new database inherits the contracts and is done.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly IStoreMaker _maker;
    private StoreUnderTest? _store;
    private int _webhooks;

    private protected StoreContract(IStoreMaker maker) => _maker = maker;

    private protected FakeTimeProvider Time { get; } = new(Some.Morning);

    private protected TimeSpan DeliveryLease => _maker.DeliveryLease;

    private protected StoreUnderTest Store => _store!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await _maker.MakeAsync(Time);

    public async ValueTask DisposeAsync()
    {
        await _maker.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Keeps a webhook and gives its id.</summary>
    private protected async Task<long> KeepAsync(InboxEntry entry) => (await Store.Inbox.AddAsync([entry], Cancel)).Ids[0];

    /// <summary>Keeps a new webhook and ends its mapping with these conversions. Gives its record.</summary>
    private protected async Task<WebhookRecord> MapAsync(params ConversionDraft[] drafts)
    {
        await KeepAsync(Some.Webhook($"evt_mapped_{++_webhooks}"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        Assert.True(await Store.Inbox.SaveAsync(Some.Outcome(webhook, drafts), Cancel));
        return (await Store.Archive.FindAsync(webhook.Id, Cancel))!;
    }

    /// <summary>Fails a new webhook's mapping after these conversions, makes it due again, and maps it by another version.</summary>
    private protected async Task<WebhookRecord> MapTwiceAsync(ConversionDraft[] first, ConversionDraft[] second)
    {
        await KeepAsync(Some.Webhook($"evt_mapped_{++_webhooks}"));
        var webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        await Store.Inbox.SaveAsync(Some.Outcome(webhook, first) with { State = WebhookState.Failed, Reason = "rule 2: no such path" }, Cancel);
        Assert.Equal(1, await Store.Inbox.MapAgainAsync(webhook.Endpoint, "bbbbbbbbbbbb", Cancel));
        webhook = Assert.Single(await Store.Inbox.ClaimAsync(1, Cancel));
        Assert.True(await Store.Inbox.SaveAsync(Some.Outcome(webhook, second) with { MappingVersion = "bbbbbbbbbbbb" }, Cancel));
        return (await Store.Archive.FindAsync(webhook.Id, Cancel))!;
    }

    private protected Task<IReadOnlyList<OutboxEntry>> ClaimDueAsync(int most = 10, Func<UnfrozenConversion, string>? freeze = null)
        => Store.Outbox.ClaimAsync("main", Lane.Money, most, freeze ?? (c => $$"""{"idempotency_key":"{{c.IdempotencyKey}}"}"""), Cancel);

    /// <summary>Claims the only due conversion and records how its attempt ended.</summary>
    private protected async Task<OutboxEntry> AttemptAsync(DeliveryOutcome outcome, bool mayHaveLanded = false)
    {
        var entry = Assert.Single(await ClaimDueAsync());
        var again = outcome is DeliveryOutcome.Delivered or DeliveryOutcome.Rejected ? (TimeSpan?)null : TimeSpan.Zero;
        Assert.True(await Store.Outbox.RecordAsync(Some.Attempt(entry, outcome, mayHaveLanded, again), Cancel));
        return entry;
    }

    private protected async Task<ConversionRecord> ConversionAsync(WebhookRecord webhook)
        => Assert.Single((await Store.Archive.FindAsync(webhook.Id, Cancel))!.Conversions);
}
