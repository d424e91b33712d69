using System.Security.Cryptography;
using System.Text;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Store.Sql;

namespace CometHooks.Tests.Store;

/// <summary>What is sealed is read as it was, by any of the keys; what was plain before is read too, and sealed in time.</summary>
public abstract class EncryptionContract : IAsyncDisposable
{
    private const string Secret = "mira@lighthouse.example";
    private static readonly string First = NewKey();
    private static readonly string Second = NewKey();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public abstract ValueTask DisposeAsync();

    private protected abstract Task<SqlStore> OpenAsync(params string[] keys);

    /// <summary>Every value of every row as the database has it, without any key.</summary>
    private protected abstract Task<string> RawAsync();

    [Fact]
    public async Task No_payload_text_is_in_the_database_and_everything_reads_as_it_was()
    {
        await using var plain = await OpenAsync(First);
        var id = await FillAsync(plain, "evt_1");

        var webhook = (await plain.FindAsync(id, Cancel))!;

        Assert.Contains(Secret, Encoding.UTF8.GetString(webhook.Body.Span), StringComparison.Ordinal);
        var conversion = Assert.Single(webhook.Conversions);
        Assert.Equal((Secret, $"{{\"email\":\"{Secret}\"}}", $"hello {Secret}"), (CometlyEventJson.Read(conversion.EventJson).Person.Email, conversion.Body, Assert.Single(conversion.Attempts).Answer));
        Assert.Equal([id], await plain.FindAsync(PersonTraces.OfAddress(Secret), Cancel));
        Assert.DoesNotContain(Secret, await RawAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(StoreCipherKey(First), await RawAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_from_before_are_read_and_sealed_and_a_new_key_takes_over_row_by_row()
    {
        long plain, sealedByFirst;
        await using (var store = await OpenAsync())
        {
            plain = await FillAsync(store, "evt_plain");
            Assert.Null(store.KeyId);
        }

        await using (var store = await OpenAsync(First))
        {
            sealedByFirst = await FillAsync(store, "evt_first");
            Assert.NotNull((await store.FindAsync(plain, Cancel))!.Conversions[0].Body);
        }

        await using (var store = await OpenAsync(Second, First))
        {
            Assert.True(await RekeyAsync(store) >= 6);
            Assert.Equal(0, await RekeyAsync(store));
            await store.ForgetOtherKeysAsync(Cancel);
        }

        Assert.DoesNotContain(Secret, await RawAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(StoreCipherKey(First), await RawAsync(), StringComparison.Ordinal);
        await using var last = await OpenAsync(Second);
        foreach (var id in new[] { plain, sealedByFirst })
        {
            var webhook = (await last.FindAsync(id, Cancel))!;
            Assert.Equal(($"{{\"email\":\"{Secret}\"}}", Secret), (Encoding.UTF8.GetString(webhook.Body.Span), CometlyEventJson.Read(webhook.Conversions[0].EventJson).Person.Email));
        }
    }

    [Fact]
    public async Task Without_its_key_a_store_is_refused_and_its_reason_says_what_to_do()
    {
        await (await OpenAsync(First)).DisposeAsync();

        var without = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync());
        var other = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(Second));

        Assert.All([without, other], e => Assert.Contains(StoreCipherKey(First), e.Message, StringComparison.Ordinal));
        await (await OpenAsync(Second, First)).DisposeAsync();
    }

    [Fact]
    public async Task Keys_change_under_load_and_nothing_is_lost()
    {
        await using (var before = await OpenAsync(First))
        {
            for (var i = 0; i < 30; i++)
            {
                await FillAsync(before, $"evt_before_{i}");
            }
        }

        await using var store = await OpenAsync(Second, First);
        var rekeying = Task.Run(
            async () =>
            {
                while (await RekeyAsync(store) > 0)
                {
                    // Until a look finds nothing.
                }
            },
            Cancel);
        var ids = new List<long>();
        for (var i = 0; i < 30; i++)
        {
            ids.Add(await FillAsync(store, $"evt_during_{i}"));
        }

        await rekeying;
        Assert.Equal(0, await RekeyAsync(store));
        var all = await store.NewestAsync(null, 100, Cancel);
        Assert.Equal((60, 30), (all.Count, ids.Distinct().Count()));
        Assert.All(all, w => Assert.Equal(($"{{\"email\":\"{Secret}\"}}", ConversionState.Delivered, $"{{\"email\":\"{Secret}\"}}"), (Encoding.UTF8.GetString(w.Body.Span), w.Conversions[0].State, w.Conversions[0].Body)));
    }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string StoreCipherKey(string key) => StoreCipher.Of(new StoreOptions { EncryptionKeys = [key] })!.KeyId;

    private static async Task<int> RekeyAsync(SqlStore store)
    {
        var rows = 0;
        foreach (var table in Enum.GetValues<SealedTable>())
        {
            for (long? after = 0; after is { } from;)
            {
                var page = await store.RekeyAsync(table, from, 7, Cancel);
                (rows, after) = (rows + page.Sealed, page.Last);
            }
        }

        return rows;
    }

    private static async Task<long> FillAsync(SqlStore store, string eventId)
    {
        var id = (await store.AddAsync([Some.Webhook(eventId) with { Body = Encoding.UTF8.GetBytes($"{{\"email\":\"{Secret}\"}}"), HeadersJson = $"{{\"from\":\"{Secret}\"}}" }], Cancel)).Ids[0];
        var webhook = Assert.Single(await store.ClaimAsync(1, Cancel));
        var told = new IdentityDraft
        {
            Rule = "remember",
            Destination = "main",
            Type = webhook.Type,
            OccurredAt = Some.Morning,
            Keys = [new IdentityKey("customer", "stripe", eventId)],
            Identity = new Identity(new Visitor { CometToken = "hers" }, new Person { Email = Secret }),
        };
        await store.SaveAsync(
            Some.Outcome(webhook, Some.Purchase(eventId, $"pay_{eventId}")) with { Identities = [told], DecisionsJson = $"[{{\"why\":\"{Secret}\"}}]", FactsJson = $"{{\"customer\":\"{Secret}\"}}" }, Cancel);
        var entry = Assert.Single(await store.ClaimAsync("main", Lane.Money, 1, c => $"{{\"email\":\"{c.Event.Person.Email}\"}}", Cancel));
        await store.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered) with { Answer = $"hello {Secret}", Error = $"not {Secret}" }, Cancel);
        return id;
    }
}

public sealed class SqliteEncryptionTests : EncryptionContract
{
    private readonly SqliteFile _file = new();

    public override ValueTask DisposeAsync() => _file.DisposeAsync();

    private protected override async Task<SqlStore> OpenAsync(params string[] keys) => await _file.OpenAsync(keys: keys);

    private protected override async Task<string> RawAsync()
    {
        var text = new StringBuilder();
        foreach (var file in new[] { _file.Path, _file.Path + "-wal" }.Where(File.Exists))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            text.Append(Encoding.Latin1.GetString(copy.ToArray()));
        }

        return text.ToString();
    }
}

public sealed class PostgresEncryptionTests(PostgresForTests server) : EncryptionContract
{
    private readonly PostgresDatabase _database = new(server);

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    private protected override async Task<SqlStore> OpenAsync(params string[] keys) => await _database.OpenAsync(keys: keys);

    private protected override async Task<string> RawAsync()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(await _database.ConnectionAsync());
        var text = new StringBuilder();
        foreach (var table in new[] { "webhooks", "conversions", "attempts", "identities", "marks" })
        {
            await using var command = source.CreateCommand($"select r::text{(table == "webhooks" ? " || encode(body, 'escape')" : "")} from {table} r");
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                text.AppendLine(reader.GetString(0));
            }
        }

        return text.ToString();
    }
}
