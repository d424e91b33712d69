using CometHooks.Cli.Demo;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Data.Sqlite;

namespace CometHooks.Tests.Operations;

/// <summary>This build goes on with what an older one left.</summary>
public sealed class UpgradeTests
{
    private static readonly string[] Samples =
        ["stripe/charge.succeeded.json", "stripe/charge.succeeded.json", "stripe/charge.succeeded.json", "shopify/orders_paid.json", "calendly/invitee.created.json"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_with_schema_1_is_gone_on_with_nothing_in_it_is_lost_and_nothing_counts_twice()
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, Cancel);
        using var folder = new HubFolder(cometly.Url);
        await RestoreAsync(folder, "schema-1.sql");

        // One conversion was delivered, three wait, one webhook is not mapped yet.
        await using var hub = await RunningHub.StartAsync(folder);
        await Until.True(async () => (await hub.Archive.CountAsync(Cancel)).Conversions.GetValueOrDefault(ConversionState.Delivered) == Samples.Length, "all is delivered");
        var webhooks = await Task.WhenAll(Enumerable.Range(1, Samples.Length).Select(id => hub.Archive.FindAsync(id, Cancel)));
        Assert.Equal(webhooks.Skip(1).Select(w => w!.EventId).Order(StringComparer.Ordinal), cometly.Requests.Select(r => r.IdempotencyKey).Order(StringComparer.Ordinal));

        // What the older build knew is known: events, payments, the shop, pauses.
        foreach (var (webhook, sample) in webhooks.Zip(Samples))
        {
            Assert.Equal((200, "duplicate", webhook!.Id), await RedeliverAsync(hub, sample, webhook));
        }

        var sibling = await hub.EndedAsync("stripe/payment_intent.succeeded.json");
        Assert.Equal(ConversionState.Suppressed, Assert.Single(sibling.Conversions).State);
        Assert.Equal("comethooks-sample.myshopify.com", (await hub.Records.PinnedShopsAsync(Cancel))["shopify"]);
        Assert.Equal("answered 401: Unauthenticated.", (await hub.Records.PausesAsync(Cancel))["retired"].Reason);
        Assert.Contains(await hub.Records.AuditAsync(10, Cancel), entry => entry.Text == "the first authentic webhook came from it");
        Assert.Contains(await hub.Records.MappingsAsync("mappings/stripe.yaml", Cancel), version => version.Version == "f263bb684f2b");
    }

    private static async Task<(int Status, string Word, long? Id)> RedeliverAsync(RunningHub hub, string sample, WebhookRecord webhook)
    {
        var posted = await hub.PostAsync(sample, webhook.Body.ToArray());
        return (posted.Status, posted.Word, posted.Id);
    }

    private static async Task RestoreAsync(HubFolder folder, string dump)
    {
        var file = folder.Environment["Store__path"];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Operations", "Data", dump), Cancel);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
