using CometHooks.Store;
using CometHooks.Store.Postgres;
using Npgsql;

namespace CometHooks.Tests.Store;

/// <summary>Reading beside hubs, and where there is nothing to read.</summary>
public sealed class PostgresReaderTests(PostgresForTests server) : IAsyncDisposable
{
    private readonly PostgresDatabase _database = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task What_a_running_store_commits_is_seen_at_once()
    {
        var store = await _database.OpenAsync();
        var reader = await OpenAsync(await _database.ConnectionAsync());
        Assert.Empty(await reader.NewestAsync(null, 10, Cancel));

        await store.AddAsync([Some.Webhook("evt_1")], Cancel);

        Assert.Equal("evt_1", (await reader.NewestAsync(null, 1, Cancel))[0].EventId);
    }

    [Fact]
    public async Task A_database_without_a_store_is_refused_and_none_is_made()
    {
        var empty = await server.MakeEmptyDatabaseAsync();

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(empty));
        var again = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(empty));

        Assert.StartsWith("There is no store in empty_", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, again.Message);
    }

    [Theory]
    [InlineData("postgres://hub:pa55word@db/comethooks")]
    [InlineData("Host=db;Username=hub;Password=abc;pa55word=1")]
    [InlineData("Database=comethooks;Password=pa55word")]
    [InlineData("")]
    public async Task A_connection_that_is_none_is_refused_with_its_form_and_without_its_secret(string connection)
    {
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => StoreOpening.OpenAsync(
            new StoreOptions { Provider = "postgres", Connection = connection }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Contains("Host=db;Database=comethooks;Username=comethooks;Password=…", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55word", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_refused_with_what_to_check()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(await _database.ConnectionAsync()) { Host = "/nowhere" }.ToString();

        var hub = await Assert.ThrowsAsync<StoreRefusedException>(() => StoreOpening.OpenAsync(
            new StoreOptions { Provider = "postgres", Connection = nowhere }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        var command = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(nowhere));

        Assert.Contains("Check store.connection", hub.Message, StringComparison.Ordinal);
        Assert.Contains("Check store.connection", command.Message, StringComparison.Ordinal);
    }

    private static Task<PostgresReader> OpenAsync(string connection)
        => PostgresReader.OpenAsync(new StoreOptions { Connection = connection }, TimeProvider.System, Cancel);
}
