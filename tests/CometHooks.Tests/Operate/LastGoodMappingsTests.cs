using CometHooks.Configuration;
using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Operate.Mappings;
using CometHooks.Receive;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using CometHooks.Tests.Receive;
using CometHooks.Tests.Samples;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Operate;

public sealed class LastGoodMappingsTests
{
    private const string Name = "mappings/stripe.yaml";
    private static readonly MapRoute Route = new(new EndpointOptions { Source = "stripe", Mapping = Name }, new TinyAdapter("stripe"), new DestinationOptions());
    private static readonly RefusedFile Broken = new(Name, "rules: nonsense", [new Problem(Name, 1, 1, "nonsense")]);

    [Fact]
    public async Task A_file_that_is_broken_at_the_start_leaves_its_last_good_version_in_use()
    {
        await using var store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);
        await KeepAsync(store, ShippedFiles.Text(Name), "good", 1);
        await KeepAsync(store, "version: 7", "of a newer program", 2);
        var catalog = new MappingCatalog();

        var remaining = await RestoreAsync(store, catalog);

        Assert.Empty(remaining);
        Assert.Equal(ShippedFiles.Text(Name), catalog.Find(Name)!.Text);
        Assert.Equal("nonsense", Assert.Single(catalog.Refused[Name].Problems).Message);
    }

    [Fact]
    public async Task The_last_good_version_is_the_one_to_which_somebody_went_back()
    {
        await using var store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);
        await KeepAsync(store, ShippedFiles.Text(Name), "before", 1);
        await KeepAsync(store, ShippedFiles.Text(Name) + "# withdrawn\n", "withdrawn", 2);
        await KeepAsync(store, ShippedFiles.Text(Name), "before", 3);
        var catalog = new MappingCatalog();

        await RestoreAsync(store, catalog);

        Assert.Equal(ShippedFiles.Text(Name), catalog.Find(Name)!.Text);
    }

    [Fact]
    public async Task A_version_for_another_source_than_its_endpoints_is_not_taken()
    {
        await using var store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);
        await KeepAsync(store, ShippedFiles.Text(Name), "good", 1);
        await KeepAsync(store, ShippedFiles.Text("mappings/calendly.yaml"), "of another source", 2);
        var catalog = new MappingCatalog();

        var remaining = await RestoreAsync(store, catalog);

        Assert.Empty(remaining);
        Assert.Equal("stripe", catalog.Find(Name)!.Source);
    }

    [Fact]
    public async Task A_file_that_never_held_stops_the_start()
    {
        await using var store = await SqliteStore.OpenInMemoryAsync(TimeProvider.System, NullLogger.Instance);
        var catalog = new MappingCatalog();

        var remaining = await RestoreAsync(store, catalog);

        Assert.Equal(Broken.Problems, remaining);
        Assert.Null(catalog.Find(Name));
    }

    private static Task<IReadOnlyList<Problem>> RestoreAsync(SqliteStore store, MappingCatalog catalog) =>
        LastGoodMappings.RestoreAsync([Broken], catalog, new MapTargets("", new Dictionary<string, MapRoute> { ["stripe"] = Route }, catalog), store, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);

    private static Task KeepAsync(SqliteStore store, string text, string version, int second) =>
        store.KeepMappingAsync(new MappingVersion(Name, version, text, DateTimeOffset.UnixEpoch.AddSeconds(second)), TestContext.Current.CancellationToken);
}
