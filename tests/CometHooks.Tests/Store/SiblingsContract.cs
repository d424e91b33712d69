using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>Siblings that know some of each other's keys, saved by many at once.</summary>
public abstract class SiblingsContract : StoreContract
{
    private const int Links = 24;

    private protected SiblingsContract(IStoreMaker maker)
        : base(maker)
    {
    }

    /// <summary>Each sibling knows two keys of a chain (A-B, B-C, C-D …): only all of them together say that it is one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(22)]
    [InlineData(333)]
    [InlineData(4444)]
    [InlineData(55555)]
    public async Task Chains_of_keys_that_are_saved_at_once_in_any_order_end_in_one_conversion_that_goes(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 4; round++)
        {
            var payment = $"pay_{seed}_{round}";
            var links = Enumerable.Range(0, Links).Select(i => random.Next(2) == 0 ? [Key(i), Key(i + 1)] : new[] { Key(i + 1), Key(i) }).ToArray();
            random.Shuffle(links);
            await SaveAtOnceAsync(payment, links);

            var conversions = await NewestConversionsAsync(Links);
            Assert.Single(conversions, c => c.State == ConversionState.Pending);
            Assert.Equal(Links - 1, conversions.Count(c => c.State == ConversionState.Suppressed));
            Assert.Single(conversions.Select(c => c.EntryId).Distinct());
            Assert.Single(await ClaimDueAsync());

            string Key(int number) => $"{payment}_{number}";
        }
    }

    /// <summary>Two chains of one length each, and one that knows a key of either.</summary>
    [Fact]
    public async Task Payments_of_which_nobody_knows_that_they_are_one_stay_apart_until_somebody_does()
    {
        await SaveAtOnceAsync("left", [["l1", "l2"], ["l2", "l3"]]);
        await SaveAtOnceAsync("right", [["r1", "r2"], ["r2", "r3"]]);
        var apart = await NewestConversionsAsync(4);

        await SaveAtOnceAsync("both", [["l3", "r1"]]);

        Assert.Equal(2, apart.Count(c => c.State == ConversionState.Pending));
        Assert.Single(await ClaimDueAsync());
        Assert.Single((await NewestConversionsAsync(5)).Select(c => c.EntryId).Distinct());
    }

    private async Task SaveAtOnceAsync(string name, string[][] siblings)
    {
        for (var i = 0; i < siblings.Length; i++)
        {
            await KeepAsync(Some.Webhook($"evt_{name}_{i}"));
        }

        var claimed = await Store.Inbox.ClaimAsync(siblings.Length, Cancel);
        var saved = await Task.WhenAll(claimed.Zip(siblings, (webhook, keys) =>
            Task.Run(() => Store.Inbox.SaveAsync(Some.Outcome(webhook, Some.Purchase(webhook.EventId, keys)), Cancel), Cancel)));
        Assert.All(saved, Assert.True);
    }

    private async Task<IReadOnlyList<ConversionRecord>> NewestConversionsAsync(int most) =>
        [.. (await Store.Archive.NewestAsync("stripe", most, Cancel)).SelectMany(w => w.Conversions)];
}
