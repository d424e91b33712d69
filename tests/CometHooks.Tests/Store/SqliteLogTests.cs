using CometHooks.Deliver;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Store;

/// <summary>What nobody asked the store about and somebody should look at.</summary>
public sealed class SqliteLogTests : IAsyncDisposable
{
    private readonly SqliteFile _file = new();
    private readonly CollectingLogs _log = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return _file.DisposeAsync();
    }

    [Fact]
    public async Task A_webhook_that_fails_for_its_claims_is_told_with_its_id_and_endpoint()
    {
        var store = await _file.OpenAsync(_time, logger: _log.CreateLogger("store"));
        var id = (await store.AddAsync([Some.Webhook("evt_poison", endpoint: "stripe-eu")], Cancel)).Ids[0];
        for (var i = 0; i < 3; i++)
        {
            await store.ClaimAsync(1, Cancel);
            _time.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Empty(_log.Lines);
        await store.ClaimAsync(1, Cancel);

        var line = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.StartsWith($"Webhook {id} at stripe-eu was claimed three times without an end", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_counted_twice_is_an_alarm_that_names_conversions_and_no_keys()
    {
        var store = await _file.OpenAsync(_time, logger: _log.CreateLogger("store"));
        await DeliverAsync(store, "evt_1", "mira@lighthouse.example");
        await DeliverAsync(store, "evt_2", "pay_secret");
        Assert.Empty(_log.Lines);

        await MapAsync(store, "evt_3", "mira@lighthouse.example", "pay_secret");

        var line = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains("purchase at main: already counted by conversion 1 (webhook 1, charge.succeeded), and by conversion 2", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("mira@", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pay_secret", line.Text, StringComparison.Ordinal);
    }

    private static async Task DeliverAsync(SqliteStore store, string eventId, string key)
    {
        await MapAsync(store, eventId, key);
        var entry = Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        await store.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel);
    }

    private static async Task MapAsync(SqliteStore store, string eventId, params string[] keys)
    {
        await store.AddAsync([Some.Webhook(eventId)], Cancel);
        var webhook = Assert.Single(await store.ClaimAsync(1, Cancel));
        await store.SaveAsync(Some.Outcome(webhook, Some.Purchase(eventId, keys)), Cancel);
    }
}
