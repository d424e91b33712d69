using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.Store;

namespace CometHooks.Tests.FrontDoor;

/// <summary>A hub with keys: nothing of a payload is in its files, and its keys can be changed while it works.</summary>
public sealed class EncryptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_gets_a_key_and_then_another_and_its_files_hold_no_payload_text()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        var (first, second) = (EncryptionContract.NewKey(), EncryptionContract.NewKey());
        WebhookRecord plain, sealedByFirst;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            plain = await hub.EndedAsync("shopify/orders_paid.json");
        }

        folder.Environment["Store__encryption_keys__0"] = first;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            await SealedAsync(hub);
            sealedByFirst = await hub.EndedAsync("stripe/charge.succeeded.json");
        }

        folder.Environment["Store__encryption_keys__0"] = second;
        folder.Environment["Store__encryption_keys__1"] = first;
        await using (var hub = await RunningHub.StartAsync(folder))
        {
            var during = await hub.EndedAsync("stripe/checkout.session.completed.json");
            await SealedAsync(hub);
            Assert.Equal(WebhookState.Mapped, during.State);
        }

        folder.Environment.Remove("Store__encryption_keys__1");
        await using var last = await RunningHub.StartAsync(folder);
        foreach (var before in new[] { plain, sealedByFirst })
        {
            var now = (await last.Archive.FindAsync(before.Id, Cancel))!;
            Assert.Equal(before.Body.ToArray(), now.Body.ToArray());
            Assert.Equal(before.Conversions[0].Body, now.Conversions[0].Body);
        }

        Assert.True(cometly.Effects.Count >= 2);
        foreach (var text in new[] { "ada@example.com", "Lovelace", "+14155550101", "Mozilla/5.0" })
        {
            Assert.All(new[] { "", "-wal" }.Select(end => folder.Store + end).Where(File.Exists), file => Assert.False(CometHooks.Store.Sqlite.SqliteFileSearch.Holds(file, text), $"{file}: {text}"));
        }
    }

    [Fact]
    public async Task A_key_that_is_none_is_said_at_the_start()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        folder.Environment["Store__encryption_keys__0"] = "c2hvcnQ=";

        Assert.Contains(folder.Load().Problems, p => p.Message.Contains("store.encryption_keys", StringComparison.Ordinal) && !p.Message.Contains("c2hvcnQ", StringComparison.Ordinal));
    }

    private static Task SealedAsync(RunningHub hub)
        => Until.True(() => hub.Log.Messages.Any(m => m.StartsWith("All rows are sealed by the key", StringComparison.Ordinal)), "all rows are sealed");
}
