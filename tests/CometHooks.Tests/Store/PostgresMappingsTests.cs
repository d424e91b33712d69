using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;

namespace CometHooks.Tests.Store;

/// <summary>The active versions of mappings, where hubs share the store.</summary>
public sealed class PostgresMappingsTests(PostgresForTests server) : IAsyncDisposable
{
    private readonly PostgresDatabase _database = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Of_two_hubs_that_make_their_files_active_at_once_one_is_the_first()
    {
        var (one, other) = (await _database.OpenAsync(), await _database.OpenAsync());

        var changes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => (i % 2 == 0 ? one : other).Mappings.ApplyAsync([Version("stripe.yaml", $"version {i}")], "a hub", onlyMissing: true, Cancel), Cancel)));

        var change = Assert.Single(changes.SelectMany(c => c));
        Assert.Null(change.From);
        Assert.Equal(change.To, Assert.Single(await other.Mappings.ActiveAsync(Cancel)).Value);
        Assert.Single(await one.MappingsAsync("stripe.yaml", Cancel));
        Assert.Single(await one.AuditAsync(10, Cancel));
    }

    [Fact]
    public async Task Versions_become_active_together_and_an_older_one_may_come_back()
    {
        var store = await _database.OpenAsync();
        await store.Mappings.ApplyAsync([Version("stripe.yaml", "a"), Version("shopify.yaml", "a")], "first", onlyMissing: false, Cancel);

        var forth = await store.Mappings.ApplyAsync([Version("stripe.yaml", "b"), Version("shopify.yaml", "a")], "forth", onlyMissing: false, Cancel);
        var back = await store.Mappings.ApplyAsync([Version("stripe.yaml", "a"), Version("shopify.yaml", "a")], "back", onlyMissing: false, Cancel);

        Assert.Equal([new MappingChange("stripe.yaml", "a", "b")], forth);
        Assert.Equal([new MappingChange("stripe.yaml", "b", "a")], back);
        Assert.Equal(new Dictionary<string, string> { ["stripe.yaml"] = "a", ["shopify.yaml"] = "a" }, await store.Mappings.ActiveAsync(Cancel));
        Assert.Equal("version a is active in place of b, by back", (await store.AuditAsync(1, Cancel))[0].Text);
    }

    [Fact]
    public async Task Of_a_change_that_cannot_be_kept_nothing_is()
    {
        var store = await _database.OpenAsync();
        await store.Mappings.ApplyAsync([Version("shopify.yaml", "a")], "first", onlyMissing: false, Cancel);

        await Assert.ThrowsAnyAsync<Exception>(() => store.Mappings.ApplyAsync(
            [Version("shopify.yaml", "b"), Version("stripe.yaml", "b") with { Text = null! }], "second", onlyMissing: false, Cancel));

        Assert.Equal("a", Assert.Single(await store.Mappings.ActiveAsync(Cancel)).Value);
        Assert.Single(await store.AuditAsync(10, Cancel));
    }

    [Fact]
    public async Task What_had_failed_is_mapped_again_by_one_of_the_hubs_that_see_a_new_version()
    {
        const int Failed = 200;
        var (one, other) = (await _database.OpenAsync(), await _database.OpenAsync());
        await one.AddAsync([.. Enumerable.Range(0, Failed).Select(i => Some.Webhook($"evt_{i}"))], Cancel);
        foreach (var webhook in await one.ClaimAsync(Failed, Cancel))
        {
            await one.SaveAsync(Some.Outcome(webhook) with { State = WebhookState.Failed }, Cancel);
        }

        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).MapAgainAsync("stripe", "bbbbbbbbbbbb", Cancel), Cancel)));

        Assert.Equal(Failed, again.Sum());
        Assert.Equal(Failed, (await one.CountAsync(Cancel)).Webhooks[WebhookState.Stored]);
    }

    [Fact]
    public async Task A_database_with_the_first_schema_gets_what_it_lacks_and_no_mapping_is_active_yet()
    {
        var older = await _database.OpenAsync();
        await older.Writer.RunAsync(
            session =>
            {
                session.Script("drop schema public cascade; create schema public");
                PostgresSchema.Bring(session, "of this test", to: 1);
                session.Execute(SqlStatements.AddInstance, ("@key", new byte[32]), ("@now", 0L));
                return true;
            },
            Cancel);

        var store = await _database.OpenAsync();

        Assert.Empty(await store.Mappings.ActiveAsync(Cancel));
        Assert.Single(await store.Mappings.ApplyAsync([Version("stripe.yaml", "a")], "the hub that started first", onlyMissing: true, Cancel));
    }

    private static MappingVersion Version(string name, string version) => new(name, version, $"text of {version}", Some.Morning);
}
