using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Store.Sql;
using CometHooks.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Store;

/// <summary>What is SQLite's own: the file, the writer, the lock, the schema.</summary>
public sealed class SqliteStoreTests : IAsyncDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_before_the_store_is_closed()
    {
        var store = await _file.OpenAsync();
        var added = await store.AddAsync([Some.Webhook("evt_1")], Cancel);

        var afterCrash = await _file.OpenAsync(path: _file.Copy());

        Assert.Equal(added.Ids, (await afterCrash.ClaimAsync(10, Cancel)).Select(w => w.Id));
    }

    [Fact]
    public async Task A_store_that_is_made_can_be_read_by_its_user_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Path.Combine(Path.GetDirectoryName(_file.Path)!, "data");
        var store = await _file.OpenAsync(path: Path.Combine(folder, "comethooks.db"));
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var name in new[] { "comethooks.db", "comethooks.db-wal", "comethooks.db-shm" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, name)));
        }
    }

    [Fact]
    public async Task A_folder_that_was_there_keeps_its_permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_file.Path)!, "mine")).FullName;
        var before = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(folder, before);

        await _file.OpenAsync(path: Path.Combine(folder, "comethooks.db"));

        Assert.Equal(before, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk()
    {
        var store = await _file.OpenAsync();

        var settings = await store.Writer.RunAsync(
            session => (
                session.One("pragma journal_mode", row => row.GetString(0)),
                session.One("pragma synchronous", row => row.GetInt64(0)),
                session.One("pragma page_size", row => row.GetInt64(0)),
                session.One("pragma wal_autocheckpoint", row => row.GetInt64(0))),
            Cancel);

        Assert.Equal(("wal", 2, 16384, 0), settings);
    }

    [Fact]
    public async Task A_crash_frees_every_lease_and_keeps_that_a_post_may_have_landed()
    {
        var time = new FakeTimeProvider(Some.Morning);
        var store = await _file.OpenAsync(time);
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        var webhook = Assert.Single(await store.ClaimAsync(1, Cancel));
        await store.SaveAsync(Some.Outcome(webhook, Some.Purchase("evt_1", "pay_1")), Cancel);
        var before = Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, _ => "{\"first\":1}", Cancel));
        await store.AddAsync([Some.Webhook("evt_2")], Cancel);
        await store.ClaimAsync(1, Cancel);

        var afterCrash = await _file.OpenAsync(time, path: _file.Copy());

        var again = Assert.Single(await afterCrash.ClaimAsync("main", Lane.Money, 1, _ => "{\"second\":2}", Cancel));
        Assert.Equal((before.Body, before.IdempotencyKey), (again.Body, again.IdempotencyKey));
        await afterCrash.RecordAsync(Some.Attempt(again, DeliveryOutcome.Rejected), Cancel);
        var sibling = Assert.Single(await afterCrash.ClaimAsync(1, Cancel));
        Assert.Equal("evt_2", sibling.EventId);
        await afterCrash.SaveAsync(Some.Outcome(sibling, Some.Purchase("evt_2", "pay_1")), Cancel);
        Assert.Equal(ConversionState.Suppressed, (await afterCrash.FindAsync(sibling.Id, Cancel))!.Conversions[0].State);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_loses_nothing_that_was_taken()
    {
        var store = await _file.OpenAsync(queue: 4);
        using var gate = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        var blocked = store.Writer.RunAsync(
            _ =>
            {
                begun.Release();
                gate.Wait(TimeSpan.FromSeconds(30));
                return 0;
            },
            Cancel);
        await begun.WaitAsync(Cancel);

        var waiting = Enumerable.Range(0, 4).Select(i => store.AddAsync([Some.Webhook($"evt_{i}")], Cancel)).ToList();
        var refused = await store.AddAsync([Some.Webhook("evt_refused")], Cancel);
        var patient = store.MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel);

        Assert.Equal(AddOutcome.QueueFull, refused.Outcome);
        Assert.Equal(4, store.QueueDepth);
        Assert.False(patient.IsCompleted);
        gate.Release();
        await blocked;
        await patient;
        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(AddOutcome.Stored, r.Outcome));
    }

    [Fact]
    public async Task Bodies_that_wait_take_no_more_memory_than_they_may()
    {
        var store = await _file.OpenAsync();
        using var gate = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        var blocked = store.Writer.RunAsync(
            _ =>
            {
                begun.Release();
                return gate.Wait(TimeSpan.FromSeconds(30));
            },
            Cancel);
        await begun.WaitAsync(Cancel);
        var body = new byte[SqlWaiting.MostBytes / 4];

        var waiting = Enumerable.Range(0, 4).Select(i => store.AddAsync([Some.Webhook($"evt_{i}") with { Body = body }], Cancel)).ToList();
        var refused = await store.AddAsync([Some.Webhook("evt_refused")], Cancel);

        Assert.Equal(AddOutcome.QueueFull, refused.Outcome);
        gate.Release();
        await blocked;
        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(AddOutcome.Stored, r.Outcome));
        Assert.Equal(AddOutcome.Stored, (await store.AddAsync([Some.Webhook("evt_refused")], Cancel)).Outcome);
    }

    [Fact]
    public async Task A_full_disk_is_unavailable_and_the_store_goes_on_when_there_is_room()
    {
        var store = await _file.OpenAsync();
        await store.Writer.RunAsync(session => session.One("pragma max_page_count = 1", row => row.GetInt64(0)), Cancel);
        var large = Some.Webhook("evt_large") with { Body = new byte[1 << 20] };

        var refused = await store.AddAsync([large], Cancel);
        await store.Writer.RunAsync(session => session.One("pragma max_page_count = 1000000", row => row.GetInt64(0)), Cancel);
        var kept = await store.AddAsync([large], Cancel);

        Assert.Equal((AddOutcome.Unavailable, 0), (refused.Outcome, refused.Ids.Count));
        Assert.Contains("full", refused.Error, StringComparison.Ordinal);
        Assert.Equal(AddOutcome.Stored, kept.Outcome);
    }

    [Fact]
    public async Task A_commit_that_fails_is_told_to_every_caller_of_the_batch()
    {
        var store = await _file.OpenAsync();
        using (var other = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            await other.OpenAsync(Cancel);
            using var locking = other.BeginTransaction(deferred: false);
            var adds = Enumerable.Range(0, 3).Select(i => store.AddAsync([Some.Webhook($"evt_{i}")], Cancel)).ToList();
            var claim = store.ClaimAsync(1, Cancel);

            Assert.All(await Task.WhenAll(adds), r => Assert.Equal(AddOutcome.Unavailable, r.Outcome));
            await Assert.ThrowsAsync<SqliteException>(() => claim);
            Assert.False(store.IsHealthy);
            Assert.NotNull(store.LastError);
        }

        Assert.Equal(AddOutcome.Stored, (await store.AddAsync([Some.Webhook("evt_0")], Cancel)).Outcome);
        Assert.True(store.IsHealthy);
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_after()
    {
        var store = await _file.OpenAsync();
        var adds = Enumerable.Range(0, 600).Select(i => store.AddAsync([Some.Webhook($"evt_{i}")], Cancel)).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(adds), r => Assert.Equal(AddOutcome.Stored, r.Outcome));
        Assert.Equal(AddOutcome.Unavailable, (await store.AddAsync([Some.Webhook("evt_late")], Cancel)).Outcome);
        Assert.False(File.Exists(_file.Path + "-wal"));
        var again = await _file.OpenAsync();
        Assert.Equal(600, (await again.CountAsync(Cancel)).Webhooks[WebhookState.Stored]);
    }

    [Fact]
    public async Task A_caller_who_gave_up_before_its_turn_has_nothing_done()
    {
        var store = await _file.OpenAsync();
        using var gate = new SemaphoreSlim(0);
        using var impatient = new CancellationTokenSource();
        var blocked = store.Writer.RunAsync(_ => gate.Wait(TimeSpan.FromSeconds(30)), Cancel);
        var add = store.AddAsync([Some.Webhook("evt_1")], impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => add);
        gate.Release();
        await blocked;

        Assert.Empty(await store.ClaimAsync(1, Cancel));
    }

    [Fact]
    public async Task A_second_process_is_kept_out_and_told_why()
    {
        var store = await _file.OpenAsync();

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => _file.OpenAsync());

        Assert.Contains("hub.db is in use", refused.Message, StringComparison.Ordinal);
        await store.DisposeAsync();
        await _file.OpenAsync();
    }

    [Fact]
    public async Task An_older_build_refuses_a_newer_schema()
    {
        await (await _file.OpenAsync()).DisposeAsync();
        using (var newer = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            await newer.OpenAsync(Cancel);
            using var command = newer.CreateCommand();
            command.CommandText = "pragma user_version = 999";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => _file.OpenAsync());

        Assert.Contains($"has schema 999, this build knows schemas up to {SqliteSchema.Version}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_what_to_do()
    {
        await File.WriteAllTextAsync(_file.Path, "This is a shopping list, long enough to be read as a header by a database: bread, eggs, rope, lamp oil, salt.", Cancel);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => _file.OpenAsync());

        Assert.Contains("cannot be opened", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_keeps_its_keys_across_restarts_and_none_in_clear()
    {
        var store = await _file.OpenAsync();
        await MapAsync(store, "evt_1", "mira@lighthouse.example");
        await store.DisposeAsync();
        var again = await _file.OpenAsync();

        await MapAsync(again, "evt_2", "mira@lighthouse.example");

        Assert.Equal(1, (await again.CountAsync(Cancel)).Conversions[ConversionState.Suppressed]);
        var kept = await again.Writer.RunAsync(
            session => session.All("select hex(key_hash) || ' ' || destination || ' ' || event_name from ledger_keys", row => row.GetString(0)), Cancel);
        Assert.Matches("^[0-9A-F]{64} main purchase$", Assert.Single(kept));
    }

    private static async Task MapAsync(SqliteStore store, string eventId, string key)
    {
        await store.AddAsync([Some.Webhook(eventId)], Cancel);
        var webhook = Assert.Single(await store.ClaimAsync(1, Cancel));
        await store.SaveAsync(Some.Outcome(webhook, Some.Purchase(eventId, key)), Cancel);
    }
}
