using CometHooks.Cli.Demo;
using CometHooks.Proof.Scenarios;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;

namespace CometHooks.Tests.Operations;

/// <summary>A backup is taken beside a hub that works, and another hub goes on from it.</summary>
public abstract class RestoreContract
{
    private const int Sales = 6;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_goes_on_from_a_backup_what_waited_goes_out_and_what_it_knows_is_a_duplicate()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        using var restored = new HubFolder(cometly.Url);
        using var shop = new Shop();
        await PrepareAsync(folder);
        await PrepareAsync(restored);

        // The budget lets one go; the others wait.
        folder.Environment["Destinations__main__per_minute"] = "1";
        List<string> before;
        await using (var hub = await HubProcess.StartAsync(folder, Cancel))
        {
            for (var i = 0; i < Sales; i++)
            {
                Assert.True(await shop.SellAsync(hub.Webhooks));
            }

            await UntilAsync(folder, states => states.GetValueOrDefault(ConversionState.Delivered) > 0 && states.Values.Sum() == Sales, "one is delivered and all are mapped");
            before = [.. shop.Acknowledged.Keys];
            var copy = BackUpAsync(folder, restored);
            while (!copy.IsCompleted)
            {
                Assert.True(await shop.SellAsync(hub.Webhooks));
            }

            await copy;
            await hub.KillAsync(Cancel);
            await EndLeasesAsync(folder);
            await EndLeasesAsync(restored);
        }

        // After the backup the hub that it was taken of delivered all the same.
        folder.Environment["Destinations__main__per_minute"] = "0";
        await using (var hub = await HubProcess.StartAsync(folder, Cancel))
        {
            await DeliversAllAsync(folder, shop);
            await hub.KillAsync(Cancel);
        }

        Assert.InRange((await CountAsync(restored))[ConversionState.Pending], 1, shop.Posted.Count);
        await using var again = await HubProcess.StartAsync(restored, Cancel);
        foreach (var id in shop.Posted.Keys)
        {
            var posted = await shop.RedeliverAsync(again.Webhooks, id);
            Assert.Contains(posted.Word, before.Contains(id) ? ["duplicate"] : new[] { "duplicate", "stored" });
        }

        await DeliversAllAsync(restored, shop);

        // What was delivered after the backup went a second time, under the key and with the body that it had.
        Assert.InRange(cometly.Requests.Count, shop.Posted.Count + 1, shop.Posted.Count * 2);
        Assert.Equal(shop.Posted.Keys.Order(StringComparer.Ordinal), cometly.Effects.Select(e => e.IdempotencyKey).Order(StringComparer.Ordinal));
        Assert.All(cometly.Requests.GroupBy(r => r.IdempotencyKey), same => Assert.Single(same.Select(r => r.Body).Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Gives the hub of this folder a place for its store.</summary>
    private protected abstract Task PrepareAsync(HubFolder folder);

    /// <summary>Backs the store of one up while its hub runs, and restores it as the other's.</summary>
    private protected abstract Task BackUpAsync(HubFolder from, HubFolder to);

    /// <summary>As if more time had passed than any lease lasts, where a hub that starts does not free them all.</summary>
    private protected abstract Task EndLeasesAsync(HubFolder folder);

    private static Task DeliversAllAsync(HubFolder folder, Shop shop)
        => UntilAsync(folder, states => states.GetValueOrDefault(ConversionState.Delivered) == shop.Posted.Count, "all that was posted is delivered");

    private static Task UntilAsync(HubFolder folder, Func<IReadOnlyDictionary<ConversionState, long>, bool> holds, string what)
        => Until.True(async () => holds(await CountAsync(folder)), what);

    private static async Task<IReadOnlyDictionary<ConversionState, long>> CountAsync(HubFolder folder)
        => (await (await Settled.ArchiveAsync(folder, Cancel)).CountAsync(Cancel)).Conversions;
}
