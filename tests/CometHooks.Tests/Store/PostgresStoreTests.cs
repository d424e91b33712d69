using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Store;

/// <summary>What is PostgreSQL's own: connections, the schema, the writers.</summary>
public sealed class PostgresStoreTests(PostgresForTests server) : IAsyncDisposable
{
    private readonly PostgresDatabase _database = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_commit_waits_for_the_disk_and_a_frozen_transaction_is_ended_by_the_server()
    {
        var store = await _database.OpenAsync();

        var settings = await store.Writer.RunAsync(
            session => (
                session.One("select current_setting('synchronous_commit')", row => row.GetString(0)),
                session.One("select current_setting('idle_in_transaction_session_timeout')", row => row.GetString(0))),
            Cancel);

        Assert.Equal(("on", "10s"), settings);
    }

    [Fact]
    public async Task Accepting_a_webhook_does_not_wait_for_mapping_or_delivery()
    {
        var store = await _database.OpenAsync();
        using var gate = new SemaphoreSlim(0);
        var mapping = store.Writer.RunAsync(SqlScope.Of(["main"]), _ => gate.Wait(TimeSpan.FromSeconds(30)), Cancel);

        var added = await store.AddAsync([Some.Webhook("evt_1")], Cancel);

        Assert.Equal(AddOutcome.Stored, added.Outcome);
        Assert.False(mapping.IsCompleted);
        gate.Release();
        await mapping;
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_loses_nothing_that_was_taken()
    {
        var store = await _database.OpenAsync(queue: 4);
        using var locking = new SemaphoreSlim(0);
        using var locked = new SemaphoreSlim(0);
        var blocked = store.Writer.RunAsync(
            session =>
            {
                session.Script("lock table webhooks in access exclusive mode");
                locked.Release();
                return locking.Wait(TimeSpan.FromSeconds(30));
            },
            Cancel);
        await locked.WaitAsync(Cancel);
        var first = store.AddAsync([Some.Webhook("evt_first")], Cancel);
        await Until.True(() => store.QueueDepth == 0, "the first is being written");

        var waiting = Enumerable.Range(0, 4).Select(i => store.AddAsync([Some.Webhook($"evt_{i}")], Cancel)).ToList();
        var refused = await store.AddAsync([Some.Webhook("evt_refused")], Cancel);
        locking.Release();
        await blocked;

        Assert.Equal(AddOutcome.QueueFull, refused.Outcome);
        Assert.All(await Task.WhenAll(waiting.Append(first)), r => Assert.Equal(AddOutcome.Stored, r.Outcome));
    }

    [Fact]
    public async Task A_lost_connection_is_unavailable_and_the_store_goes_on_with_a_new_one()
    {
        var store = await _database.OpenAsync();
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        await store.Writer.RunAsync(session => session.Execute("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()"), Cancel);

        var refused = await store.AddAsync([Some.Webhook("evt_2")], Cancel);
        Assert.False(store.IsHealthy);
        var kept = await store.AddAsync([Some.Webhook("evt_2")], Cancel);

        Assert.Equal((AddOutcome.Unavailable, 0), (refused.Outcome, refused.Ids.Count));
        Assert.Equal(AddOutcome.Stored, kept.Outcome);
        Assert.True(store.IsHealthy);
        Assert.Equal(2, (await store.CountAsync(Cancel)).Webhooks[WebhookState.Stored]);
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_after()
    {
        var store = await _database.OpenAsync();
        var adds = Enumerable.Range(0, 600).Select(i => store.AddAsync([Some.Webhook($"evt_{i}")], Cancel)).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(adds), r => Assert.Equal(AddOutcome.Stored, r.Outcome));
        Assert.Equal(AddOutcome.Unavailable, (await store.AddAsync([Some.Webhook("evt_late")], Cancel)).Outcome);
        Assert.Equal(600, (await (await _database.OpenAsync()).CountAsync(Cancel)).Webhooks[WebhookState.Stored]);
    }

    [Fact]
    public async Task A_character_that_postgres_cannot_keep_refuses_no_webhook()
    {
        var store = await _database.OpenAsync();
        var odd = Some.Webhook("evt_\0odd") with { Type = "charge\0", Reason = "a\0b" };

        var first = await store.AddAsync([odd], Cancel);
        var second = await store.AddAsync([odd], Cancel);

        Assert.Equal((AddOutcome.Stored, AddOutcome.Duplicate), (first.Outcome, second.Outcome));
        Assert.Equal(first.Ids, second.Ids);
        Assert.Equal("charge\uFFFD", Assert.Single(await store.ClaimAsync(1, Cancel)).Type);
    }

    [Fact]
    public async Task Hubs_that_start_at_once_on_an_empty_database_make_one_store_with_one_key()
    {
        var empty = await server.MakeEmptyDatabaseAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(empty)));
        var keys = await Task.WhenAll(stores.Select(store => store.Writer.RunAsync(
            session => Convert.ToHexString(session.One(SqlStatements.FindInstance, row => row.Bytes(0))!), Cancel)));

        Assert.Single(keys.Distinct());
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task An_older_build_refuses_a_newer_schema()
    {
        var store = await _database.OpenAsync();
        await store.Writer.RunAsync(session => session.Execute(PostgresStatements.SetVersion, ("@version", 999L)), Cancel);

        var hub = await Assert.ThrowsAsync<StoreRefusedException>(() => _database.OpenAsync());
        var command = await Assert.ThrowsAsync<StoreRefusedException>(
            async () => await PostgresReader.OpenAsync(new StoreOptions { Connection = await _database.ConnectionAsync() }, TimeProvider.System, Cancel));

        Assert.Contains($"has schema 999, this build knows schemas up to {PostgresSchema.Version}", hub.Message, StringComparison.Ordinal);
        Assert.Contains("a newer version wrote it", command.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_compressed_by_lz4_where_the_server_has_it()
    {
        var store = await _database.OpenAsync();

        var (column, server) = await store.Writer.RunAsync(
            session => (
                session.One("select attcompression::text from pg_attribute where attrelid = 'webhooks'::regclass and attname = 'body'", row => row.GetString(0)),
                session.One("select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression'", row => row.GetBoolean(0))),
            Cancel);

        Assert.Equal(server ? "l" : "", column);
    }

    private static Task<PostgresStore> OpenAsync(string connection)
        => PostgresStore.OpenAsync(new StoreOptions { Connection = connection }, TimeProvider.System, NullLogger.Instance);
}
