using CometHooks.Store;
using CometHooks.Store.Sqlite;

namespace CometHooks.Tests.Store;

/// <summary>Reading beside a hub, after one, and where there is nothing to read.</summary>
public sealed class SqliteReaderTests : IAsyncDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => Path.GetDirectoryName(_file.Path)!;

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task What_a_running_store_commits_is_seen_at_once()
    {
        var store = await _file.OpenAsync();
        var reader = await OpenAsync();
        Assert.Empty(await reader.NewestAsync(null, 10, Cancel));

        foreach (var id in Enumerable.Range(1, 20).Select(i => $"evt_{i}"))
        {
            await store.AddAsync([Some.Webhook(id)], Cancel);
            Assert.Equal(id, (await reader.NewestAsync(null, 1, Cancel))[0].EventId);
        }
    }

    [Fact]
    public async Task A_closed_store_is_read_and_no_file_is_made_or_changed()
    {
        await StoreAsync("evt_1");
        var before = Files();

        var found = Assert.Single(await (await OpenAsync()).SearchAsync("evt_1", 5, Cancel));

        Assert.Equal("evt_1", found.EventId);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task What_a_dead_hub_left_in_its_wal_is_read_and_no_file_is_made_or_changed()
    {
        var store = await _file.OpenAsync();
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        var crashed = Path.Combine(Folder, "crashed");
        Directory.CreateDirectory(crashed);
        foreach (var end in (string[])["", "-wal", "-shm"])
        {
            File.Copy(_file.Path + end, Path.Combine(crashed, "hub.db" + end));
        }

        await store.DisposeAsync();
        var before = Files();

        var reader = await SqliteReader.OpenAsync(new StoreOptions { Path = Path.Combine(crashed, "hub.db") }, TimeProvider.System, Cancel);
        var found = Assert.Single(await reader.SearchAsync("evt_1", 5, Cancel));

        Assert.Equal("evt_1", found.EventId);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_reader_outlives_the_hub_and_sees_the_next_one()
    {
        await StoreAsync("evt_1");
        var reader = await OpenAsync();
        Assert.Single(await reader.NewestAsync(null, 10, Cancel));

        await StoreAsync("evt_2");

        Assert.Equal(["evt_2", "evt_1"], (await reader.NewestAsync(null, 10, Cancel)).Select(w => w.EventId));
    }

    [Fact]
    public async Task A_missing_store_is_refused_and_not_made()
    {
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(OpenAsync);

        Assert.Contains("There is no store", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(1, "start this version's hub once")]
    [InlineData(999, "a newer version wrote it")]
    public async Task A_store_of_another_schema_is_refused_with_what_to_do(int version, string what)
    {
        var store = await _file.OpenAsync();
        await store.Writer.RunAsync(
            session =>
            {
                session.Script($"pragma user_version = {version}");
                return 0;
            },
            Cancel);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(OpenAsync);

        Assert.Contains($"has schema {version}, this build reads schema {SqliteSchema.Version}: {what}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wal_without_its_index_is_refused_with_what_to_do()
    {
        var store = await _file.OpenAsync();
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        var copy = _file.Copy();

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => SqliteReader.OpenAsync(new StoreOptions { Path = copy }, TimeProvider.System, Cancel));

        Assert.Contains("copy all three files", refused.Message, StringComparison.Ordinal);
    }

    private Task<SqliteReader> OpenAsync() => SqliteReader.OpenAsync(new StoreOptions { Path = _file.Path }, TimeProvider.System, Cancel);

    private async Task StoreAsync(string eventId)
    {
        var store = await _file.OpenAsync();
        await store.AddAsync([Some.Webhook(eventId)], Cancel);
        await store.DisposeAsync();
    }

    private List<(string Name, string Bytes)> Files() =>
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order().Select(f => (f, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))))];
}
