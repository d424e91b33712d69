using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Store;

/// <summary>A hub moves from its SQLite file to PostgreSQL.</summary>
public sealed class StoreCopyTests(PostgresForTests server) : IAsyncDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task A_moved_hub_sends_what_waited_with_its_own_key_and_counts_nothing_twice()
    {
        var file = await _file.OpenAsync();
        await MapAsync(file, "evt_sent", "pay_sent");
        var delivered = Assert.Single(await file.ClaimAsync("main", Lane.Money, 1, _ => "{\"first\":1}", Cancel));
        await file.RecordAsync(Some.Attempt(delivered, DeliveryOutcome.Delivered), Cancel);
        await MapAsync(file, "evt_claimed", "pay_claimed");
        var claimed = Assert.Single(await file.ClaimAsync("main", Lane.Money, 1, _ => "{\"second\":2}", Cancel));
        await MapAsync(file, "evt_waits", "pay_waits");
        await file.AddAsync([Some.Webhook("evt_stored", contentKey: "hash_a")], Cancel);
        await file.SetPauseAsync("eu", "token refused", byHand: false, Some.Morning, Cancel);
        await file.DisposeAsync();
        var to = await server.MakeEmptyDatabaseAsync();

        var copied = await CopyAsync(to);

        await using var store = await PostgresStore.OpenAsync(new StoreOptions { Connection = to }, TimeProvider.System, NullLogger.Instance);
        Assert.Equal((4L, 3L, 1L, 1L), (Rows("webhooks"), Rows("conversions"), Rows("attempts"), Rows("pauses")));
        Assert.Equal(AddOutcome.Duplicate, (await store.AddAsync([Some.Webhook("evt_other", contentKey: "hash_a")], Cancel)).Outcome);
        Assert.Equal("evt_stored", Assert.Single(await store.ClaimAsync(10, Cancel)).EventId);

        var due = await store.ClaimAsync("main", Lane.Money, 10, c => $"{{\"{c.IdempotencyKey}\":3}}", Cancel);
        Assert.Equal([(claimed.Id, "{\"second\":2}"), (claimed.Id + 1, "{\"evt_waits\":3}")], due.Select(e => (e.Id, e.Body)));
        Assert.True((await store.SearchAsync("evt_claimed", 1, Cancel))[0].Conversions[0].MayHaveLanded);

        // The keys of the ledger are found again only under the same instance key.
        await MapAsync(store, "evt_again", "pay_sent");
        var again = Assert.Single((await store.SearchAsync("evt_again", 1, Cancel))[0].Conversions);
        Assert.Equal(ConversionState.Suppressed, again.State);
        Assert.True(again.Id > claimed.Id + 1);

        long Rows(string table) => Assert.Single(copied, c => c.Table == table).Rows;
    }

    [Fact]
    public async Task Every_table_and_column_of_the_file_has_its_place_in_postgres()
    {
        var file = await _file.OpenAsync();
        var there = await server.MakeEmptyDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(new StoreOptions { Connection = there }, TimeProvider.System, NullLogger.Instance);

        var here = await file.Writer.RunAsync(session => session.All(
            "select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'", row => row.GetString(0)), Cancel);
        var columns = await store.Writer.RunAsync(
            session => StoreTables.All.SelectMany(table => table.ColumnsOf(session).Select(c => $"{table.Name}.{c.Name}")).ToList(), Cancel);

        Assert.True(here.Count > 90);
        Assert.Equal(here.Append("mapping_versions.rowid").Order(StringComparer.Ordinal), columns.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_waits_for_identification_is_set_free_by_an_event_after_the_move()
    {
        var file = await _file.OpenAsync();
        await file.AddAsync([Some.Webhook("evt_1")], Cancel);
        var webhook = Assert.Single(await file.ClaimAsync(1, Cancel));
        var key = new IdentityKey("payment", "stripe/acct_harbour", "pay_1");
        await file.SaveAsync(
            Some.Outcome(webhook, Some.Purchase("evt_1", "pay_1") with { Lacking = "identification: no", Recall = [key], Event = new CometlyEvent { EventName = "purchase", EventTime = Some.Morning } }),
            Cancel);
        await file.KeepMappingAsync(new MappingVersion("stripe.yaml", "aaaaaaaaaaaa", "version: 1", Some.Morning), Cancel);
        await file.DisposeAsync();
        var to = await server.MakeEmptyDatabaseAsync();

        await CopyAsync(to);

        await using var store = await PostgresStore.OpenAsync(new StoreOptions { Connection = to }, TimeProvider.System, NullLogger.Instance);
        await store.AddAsync([Some.Webhook("evt_2")], Cancel);
        var identity = new IdentityDraft
        {
            Rule = "remember",
            Destination = "main",
            Type = "checkout.session.completed",
            Keys = [key],
            Identity = new Identity(new Visitor(), new Person { Email = "mira@lighthouse.example" }),
            OccurredAt = Some.Morning,
        };
        await store.SaveAsync(Some.Outcome(Assert.Single(await store.ClaimAsync(1, Cancel))) with { State = WebhookState.Mapped, Identities = [identity] }, Cancel);
        Assert.Equal("evt_1", Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel)).IdempotencyKey);
        await store.KeepMappingAsync(new MappingVersion("stripe.yaml", "bbbbbbbbbbbb", "version: 1", Some.Morning), Cancel);
        Assert.Equal(["bbbbbbbbbbbb", "aaaaaaaaaaaa"], (await store.MappingsAsync("stripe.yaml", Cancel)).Select(m => m.Version));
    }

    [Fact]
    public async Task A_running_hub_and_a_database_with_a_store_are_refused_and_nothing_is_changed()
    {
        var file = await _file.OpenAsync();
        await file.AddAsync([Some.Webhook("evt_1")], Cancel);
        var empty = await server.MakeEmptyDatabaseAsync();
        var taken = await server.MakeDatabaseAsync();

        var running = await Assert.ThrowsAsync<StoreRefusedException>(() => CopyAsync(empty));
        await file.DisposeAsync();
        var there = await Assert.ThrowsAsync<StoreRefusedException>(() => CopyAsync(taken));

        Assert.Contains("is in use", running.Message, StringComparison.Ordinal);
        Assert.Contains("already. Copy into a database without one.", there.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreRefusedException>(() => PostgresReader.OpenAsync(new StoreOptions { Connection = empty }, TimeProvider.System, Cancel));
        var reader = await PostgresReader.OpenAsync(new StoreOptions { Connection = taken }, TimeProvider.System, Cancel);
        Assert.Empty(await reader.NewestAsync(null, 1, Cancel));
    }

    private Task<List<CopiedTable>> CopyAsync(string to) => StoreCopy.RunAsync(new StoreOptions { Path = _file.Path }, new StoreOptions { Connection = to });

    private static async Task MapAsync(SqlStore store, string eventId, string key)
    {
        await store.AddAsync([Some.Webhook(eventId)], Cancel);
        var webhook = Assert.Single(await store.ClaimAsync(1, Cancel));
        Assert.True(await store.SaveAsync(Some.Outcome(webhook, Some.Purchase(eventId, key)), Cancel));
    }
}
