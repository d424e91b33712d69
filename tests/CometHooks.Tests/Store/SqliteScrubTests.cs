using System.Text;
using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Store.Sqlite;

namespace CometHooks.Tests.Store;

/// <summary>What was erased is nowhere in the file, not even where SQLite moved rows from page to page before.</summary>
public sealed class SqliteScrubTests : IAsyncDisposable
{
    private const string Address = "mira@lighthouse.example";
    private const int Rows = 3000;

    private readonly SqliteFile _file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task Free_space_holds_nothing_of_what_was_erased()
    {
        var store = await _file.OpenAsync();
        await FillAsync(store);
        var traces = PersonTraces.OfAddress(Address);
        var found = await store.FindAsync(traces, Cancel);
        Assert.Equal(Rows / 3, found.Count);

        foreach (var chunk in found.Chunk(64))
        {
            await store.EraseAsync(chunk, traces, Cancel);
        }

        Assert.True(await store.ScrubAsync(traces, Cancel));

        Assert.False(SqliteFileSearch.Holds(_file.Path, Address));
        Assert.Equal(0, new FileInfo(_file.Path + "-wal").Length);
        Assert.Equal(Rows, (await store.CountAsync(Cancel)).Webhooks.Values.Sum());
        Assert.Equal(AddOutcome.Stored, (await store.AddAsync([Some.Webhook("evt_after")], Cancel)).Outcome);
    }

    [Fact]
    public async Task A_stopped_hubs_file_is_compacted_and_a_running_ones_is_not()
    {
        var store = await _file.OpenAsync();
        await store.AddAsync([Some.Webhook("evt_1")], Cancel);
        Assert.Contains("is in use", Assert.Throws<StoreRefusedException>(() => SqliteStore.Compact(new StoreOptions { Path = _file.Path })).Message, StringComparison.Ordinal);
        await store.DisposeAsync();

        SqliteStore.Compact(new StoreOptions { Path = _file.Path });

        var again = await _file.OpenAsync();
        Assert.Equal(AddOutcome.Duplicate, (await again.AddAsync([Some.Webhook("evt_1")], Cancel)).Outcome);
    }

    [Theory]
    [InlineData("mira@lighthouse.example", true)]
    [InlineData("MIRA@lighthouse.EXAMPLE", true)]
    [InlineData("mira\\u0040lighthouse.example", true)]
    [InlineData("mira%40lighthouse.example", true)]
    [InlineData("mira@lighthouse", false)]
    public void The_search_sees_a_text_wherever_it_stands_in_the_file(string text, bool isSeen)
    {
        var file = Path.Combine(Path.GetDirectoryName(_file.Path)!, "raw");

        // Across the border of two blocks.
        File.WriteAllBytes(file, [.. new byte[(1 << 20) - 7], .. Encoding.UTF8.GetBytes(text), .. new byte[100]]);

        Assert.Equal(isSeen, SqliteFileSearch.Holds(file, Address));
    }

    // As a hub does: stored, mapped and frozen, each of which makes rows longer than they were. Every third is hers.
    private static async Task FillAsync(SqliteStore store)
    {
        var random = new Random(5);
        for (var at = 0; at < Rows; at += 60)
        {
            await Task.WhenAll(Enumerable.Range(at, 60).Select(i => store.AddAsync([Some.Webhook($"evt_{i}") with { Body = Encoding.UTF8.GetBytes($"{{\"email\":\"{Of(i)}\",\"x\":\"{Filler(random, 6000)}\"}}") }], Cancel)));
            var claimed = await store.ClaimAsync(60, Cancel);
            await Task.WhenAll(claimed.Select(w =>
            {
                var i = int.Parse(w.EventId["evt_".Length..], provider: null);
                var draft = Some.Purchase(w.EventId, $"pay_{i}");
                draft = draft with { Event = draft.Event with { Person = new Person { Email = Of(i), FullName = Filler(random, 400) } } };
                return store.SaveAsync(Some.Outcome(w, draft) with { DecisionsJson = $"[{{\"why\":\"{Of(i)} {Filler(random, 400)}\"}}]" }, Cancel);
            }));
            foreach (var entry in await store.ClaimAsync("main", Lane.Money, 40, c => $"{{\"email\":\"{c.Event.Person.Email}\",\"x\":\"{Filler(random, 3000)}\"}}", Cancel))
            {
                await store.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered) with { Answer = Filler(random, 300) }, Cancel);
            }
        }
    }

    private static string Of(int i) => i % 3 == 0 ? Address : $"person{i}@elsewhere.example";

    private static string Filler(Random random, int most)
    {
        lock (random)
        {
            return new string('x', random.Next(most));
        }
    }
}
