using CometHooks.Store;

namespace CometHooks.Tests.Store;

public abstract class RecordsContract : StoreContract
{
    private protected RecordsContract(IStoreMaker maker)
        : base(maker)
    {
    }

    [Fact]
    public async Task A_mapping_version_is_kept_once_and_the_one_taken_into_use_last_comes_first()
    {
        var old = new MappingVersion("mappings/stripe.yaml", "aaaaaaaaaaaa", "rules: []", Some.Morning);
        var @new = old with { Version = "bbbbbbbbbbbb", Text = "rules: [ ]", ActiveFrom = Some.Morning.AddHours(1) };

        await Store.Records.KeepMappingAsync(old, Cancel);
        await Store.Records.KeepMappingAsync(@new, Cancel);
        await Store.Records.KeepMappingAsync(@new with { ActiveFrom = Some.Morning.AddHours(2) }, Cancel);
        await Store.Records.KeepMappingAsync(new MappingVersion("mappings/shopify.yaml", "aaaaaaaaaaaa", "rules: []", Some.Morning.AddHours(3)), Cancel);

        Assert.Equal([@new, old], await Store.Records.MappingsAsync("mappings/stripe.yaml", Cancel));

        var again = old with { ActiveFrom = Some.Morning.AddHours(4) };
        await Store.Records.KeepMappingAsync(again, Cancel);
        await Store.Records.KeepMappingAsync(again with { ActiveFrom = Some.Morning.AddHours(5) }, Cancel);

        Assert.Equal([again, @new], await Store.Records.MappingsAsync("mappings/stripe.yaml", Cancel));
        Assert.Empty(await Store.Records.MappingsAsync("mappings/other.yaml", Cancel));
    }

    [Fact]
    public async Task The_first_shop_is_pinned_and_stays()
    {
        Assert.Equal("harbour.example", await Store.Records.PinShopAsync("shopify", "harbour.example", Cancel));
        Assert.Equal("harbour.example", await Store.Records.PinShopAsync("shopify", "other.example", Cancel));
        Assert.Equal("harbour.example", Assert.Single(await Store.Records.PinnedShopsAsync(Cancel)).Value);
    }

    [Fact]
    public async Task A_pause_is_kept_until_it_is_lifted()
    {
        await Store.Records.SetPauseAsync("main", "401", byHand: false, Some.Morning, Cancel);
        await Store.Records.SetPauseAsync("main", "404", byHand: false, Some.Morning.AddMinutes(1), Cancel);
        Assert.Equal(new DestinationPause("404", Some.Morning.AddMinutes(1)), (await Store.Records.PausesAsync(Cancel))["main"]);

        await Store.Records.SetPauseAsync("main", null, byHand: false, Some.Morning.AddMinutes(2), Cancel);
        Assert.Empty(await Store.Records.PausesAsync(Cancel));
    }

    [Fact]
    public async Task A_pause_by_hand_is_ended_and_changed_by_hand_only()
    {
        await Store.Records.SetPauseAsync("other", "by hand", byHand: true, Some.Morning, Cancel);
        Assert.Equal("401", await Store.Records.SetPauseAsync("main", "401", byHand: false, Some.Morning, Cancel));
        Assert.Equal("by hand: stocktaking", await Store.Records.SetPauseAsync("main", "by hand: stocktaking", byHand: true, Some.Morning.AddMinutes(1), Cancel));

        Assert.Equal("by hand: stocktaking", await Store.Records.SetPauseAsync("main", "403", byHand: false, Some.Morning.AddMinutes(2), Cancel));
        Assert.Equal("by hand: stocktaking", await Store.Records.SetPauseAsync("main", null, byHand: false, Some.Morning.AddMinutes(3), Cancel));
        Assert.Equal(new DestinationPause("by hand: stocktaking", Some.Morning.AddMinutes(1)), (await Store.Records.PausesAsync(Cancel))["main"]);

        Assert.Equal("by hand", await Store.Records.SetPauseAsync("main", "by hand", byHand: true, Some.Morning.AddMinutes(4), Cancel));
        Assert.Null(await Store.Records.SetPauseAsync("main", null, byHand: true, Some.Morning.AddMinutes(5), Cancel));
        Assert.Equal("other", Assert.Single(await Store.Records.PausesAsync(Cancel)).Key);
    }

    [Fact]
    public async Task The_audit_trail_gives_its_newest_lines()
    {
        var first = new AuditEntry(Some.Morning, "mapping", "mappings/stripe.yaml", "version aaaaaaaaaaaa is active");
        var second = new AuditEntry(Some.Morning.AddMinutes(1), "pause", "main", "401");

        await Store.Records.AuditAsync(first, Cancel);
        await Store.Records.AuditAsync(second, Cancel);

        Assert.Equal([second, first], await Store.Records.AuditAsync(10, Cancel));
        Assert.Equal([second], await Store.Records.AuditAsync(1, Cancel));
    }
}
