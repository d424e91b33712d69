using CometHooks.Deliver;
using CometHooks.Store;
using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Store;

/// <summary>Two hubs on one database, at the same things in the same moment.</summary>
public sealed class PostgresRaceTests(PostgresForTests server) : IAsyncDisposable
{
    private readonly PostgresDatabase _database = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Sixty_four_deliveries_of_one_event_at_two_hubs_are_stored_once()
    {
        var (one, other) = await TwoAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 64)
            .Select(i => Task.Run(() => (i % 2 == 0 ? one : other).AddAsync([Some.Webhook($"delivery_{i % 7}", contentKey: "hash_a")], Cancel), Cancel)));

        Assert.Single(results, r => r.Outcome == AddOutcome.Stored);
        Assert.Equal(63, results.Count(r => r.Outcome == AddOutcome.Duplicate));
        Assert.Single(results.SelectMany(r => r.Ids).Distinct());
    }

    [Fact]
    public async Task Events_that_come_to_two_hubs_in_opposite_order_are_each_stored_once()
    {
        var (one, other) = await TwoAsync();
        InboxEntry[] events = [.. Enumerable.Range(0, 200).Select(i => Some.Webhook($"evt_{i}", contentKey: $"hash_{i * 37 % 200}"))];

        var results = await Task.WhenAll(
            events.Select(e => Task.Run(() => one.AddAsync([e], Cancel), Cancel)).Concat(events.Reverse().Select(e => Task.Run(() => other.AddAsync([e], Cancel), Cancel))));

        Assert.Equal((200, 200), (results.Count(r => r.Outcome == AddOutcome.Stored), results.Count(r => r.Outcome == AddOutcome.Duplicate)));
        Assert.Equal(200, results.SelectMany(r => r.Ids).Distinct().Count());
    }

    [Fact]
    public async Task A_webhook_is_claimed_by_one_hub()
    {
        var (one, other) = await TwoAsync();
        await one.AddAsync([.. Enumerable.Range(0, 300).Select(i => Some.Webhook($"evt_{i}"))], Cancel);

        var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).ClaimAsync(64, Cancel), Cancel)));

        var claimed = claims.SelectMany(c => c).Select(w => w.Id).ToList();
        Assert.Equal(300, claimed.Count);
        Assert.Equal(300, claimed.Distinct().Count());
    }

    [Fact]
    public async Task One_conversion_that_two_hubs_map_at_once_counts_once()
    {
        var (one, other) = await TwoAsync();
        await one.AddAsync([.. Enumerable.Range(0, 64).Select(i => Some.Webhook($"evt_{i}"))], Cancel);
        var webhooks = await one.ClaimAsync(64, Cancel);

        // Two events for each payment, at different hubs, and every payment's keys reach into the next one's.
        var saved = await Task.WhenAll(webhooks.Select((webhook, i) => Task.Run(
            () => (i % 2 == 0 ? one : other).SaveAsync(Some.Outcome(webhook, Some.Purchase(webhook.EventId, $"pay_{i / 2}", $"order_{i / 4}")), Cancel), Cancel)));

        Assert.DoesNotContain(false, saved);
        var counts = (await one.CountAsync(Cancel)).Conversions;
        Assert.Equal((16, 48), (counts[ConversionState.Pending], counts[ConversionState.Suppressed]));
    }

    [Fact]
    public async Task One_idempotency_key_that_two_hubs_choose_at_once_is_one_conversions()
    {
        var (one, other) = await TwoAsync();
        await one.AddAsync([.. Enumerable.Range(0, 32).Select(i => Some.Webhook($"evt_{i}"))], Cancel);
        var webhooks = await one.ClaimAsync(32, Cancel);

        await Task.WhenAll(webhooks.Select((webhook, i) => Task.Run(
            () => (i % 2 == 0 ? one : other).SaveAsync(Some.Outcome(webhook, Some.Purchase(webhook.EventId, $"pay_{i}") with { IdempotencyKey = "mine" }), Cancel), Cancel)));

        var counts = (await one.CountAsync(Cancel)).Conversions;
        Assert.Equal((1, 31), (counts[ConversionState.Pending], counts[ConversionState.Rejected]));
    }

    [Fact]
    public async Task A_conversion_is_claimed_by_one_hub_and_sent_to_one_ledger_entry()
    {
        var (one, other) = await TwoAsync();
        await MapAsync(one, 100);

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => (i % 2 == 0 ? one : other).ClaimAsync("main", Lane.Money, 8, c => $$"""{"key":"{{c.IdempotencyKey}}"}""", Cancel), Cancel)));

        var claimed = claims.SelectMany(c => c).Select(e => e.Id).ToList();
        Assert.Equal(100, claimed.Count);
        Assert.Equal(100, claimed.Distinct().Count());
    }

    [Fact]
    public async Task A_hub_that_slept_past_its_lease_writes_nothing()
    {
        var time = new FakeTimeProvider(Some.Morning);
        var sleeper = await _database.OpenAsync(time, clock: time);
        var awake = await _database.OpenAsync(time, clock: time);
        await sleeper.AddAsync([Some.Webhook("evt_1")], Cancel);
        var asleep = Assert.Single(await sleeper.ClaimAsync(1, Cancel));
        time.Advance(TimeSpan.FromSeconds(61));
        var again = Assert.Single(await awake.ClaimAsync(1, Cancel));

        Assert.False(await sleeper.SaveAsync(Some.Outcome(asleep, Some.Purchase("evt_1", "pay_1")), Cancel));
        Assert.True(await awake.SaveAsync(Some.Outcome(again, Some.Purchase("evt_1", "pay_1")), Cancel));

        var stale = Assert.Single(await sleeper.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        time.Advance(_database.DeliveryLease + TimeSpan.FromSeconds(1));
        var fresh = Assert.Single(await awake.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        await sleeper.ReleaseAsync([stale], Cancel);
        Assert.Empty(await awake.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        Assert.False(await sleeper.RecordAsync(Some.Attempt(stale, DeliveryOutcome.Rejected), Cancel));
        Assert.True(await awake.RecordAsync(Some.Attempt(fresh, DeliveryOutcome.Delivered), Cancel));
        Assert.True((await awake.FindAsync(1, Cancel))!.Conversions[0].MayHaveLanded);
    }

    [Fact]
    public async Task Leases_run_by_the_databases_clock_whatever_the_hubs_clocks_say()
    {
        var now = DateTimeOffset.UtcNow;
        var slow = await _database.OpenAsync(new FakeTimeProvider(now.AddHours(-5)));
        var fast = await _database.OpenAsync(new FakeTimeProvider(now.AddHours(5)));
        await slow.AddAsync([Some.Webhook("evt_1")], Cancel);
        var webhook = Assert.Single(await slow.ClaimAsync(1, Cancel));
        Assert.Empty(await fast.ClaimAsync(1, Cancel));
        await slow.SaveAsync(Some.Outcome(webhook, Some.Purchase("evt_1", "pay_1")), Cancel);

        var entry = Assert.Single(await fast.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        Assert.Empty(await slow.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        var inAnHour = now.AddHours(6);
        await fast.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Retry, dueIn: TimeSpan.FromHours(1)), Cancel);

        Assert.Empty(await fast.ClaimAsync("main", Lane.Money, 1, _ => "{}", Cancel));
        Assert.InRange((await slow.LookAsync("main", Cancel)).NextDueAt!.Value, now.AddHours(-4).AddMinutes(-1), now.AddHours(-4).AddMinutes(5));
        Assert.InRange((await fast.LookAsync("main", Cancel)).NextDueAt!.Value, inAnHour.AddMinutes(-1), inAnHour.AddMinutes(5));
    }

    [Fact]
    public async Task What_loses_a_deadlock_against_another_hub_is_done_again()
    {
        var (one, other) = await TwoAsync();
        await one.SetPauseAsync("a", "test", byHand: false, Some.Morning, Cancel);
        await one.SetPauseAsync("b", "test", byHand: false, Some.Morning, Cancel);
        using var both = new Barrier(2);
        var runs = 0;

        await Task.WhenAll(Cross(one, "a", "b"), Cross(other, "b", "a"));

        Assert.InRange(runs, 3, 12);
        Assert.All((await one.PausesAsync(Cancel)).Values, pause => Assert.Equal("test++", pause.Reason));

        Task<int> Cross(PostgresStore store, string first, string second) => store.Writer.RunAsync(
            session =>
            {
                Touch(session, first);
                if (Interlocked.Increment(ref runs) <= 2)
                {
                    both.SignalAndWait(TimeSpan.FromSeconds(30));
                }

                return Touch(session, second);
            },
            Cancel);

        static int Touch(SqlSession session, string destination)
            => session.Execute("update pauses set reason = reason || '+' where destination = @destination", ("@destination", destination));
    }

    [Fact]
    public async Task Whoever_is_erased_while_another_hub_saves_a_mapping_is_not_in_what_it_wrote()
    {
        var (one, other) = await TwoAsync();
        await one.AddAsync([.. Enumerable.Range(0, 64).Select(i => Some.Webhook($"evt_{i}"))], Cancel);
        var webhooks = await one.ClaimAsync(64, Cancel);
        var traces = PersonTraces.OfAddress(Some.Purchase("evt", "pay").Event.Person.Email!);

        // Either of the two comes first; a mapping that does writes rows that the erasure then finds. What is sent meanwhile
        // is waited for: its answer is never refused.
        var mapping = Task.WhenAll(webhooks.SelectMany(webhook => new Task[]
        {
            Task.Run(() => one.SaveAsync(Some.Outcome(webhook, Some.Purchase(webhook.EventId, $"pay_{webhook.EventId}")), Cancel), Cancel),
            Task.Run(() => EraseAsync(webhook.Id), Cancel),
        }));
        var delivering = Task.Run(
            async () =>
            {
                for (var isLast = false; !isLast;)
                {
                    isLast = mapping.IsCompleted;
                    foreach (var entry in await one.ClaimAsync("main", Lane.Money, 4, _ => "{}", Cancel))
                    {
                        Assert.True(await one.RecordAsync(Some.Attempt(entry, DeliveryOutcome.Delivered), Cancel));
                    }
                }
            },
            Cancel);
        await Task.WhenAll(mapping, delivering);

        Assert.Empty(await one.FindAsync(traces, Cancel));
        var counts = (await one.CountAsync(Cancel)).Conversions;
        Assert.Equal(0, counts.GetValueOrDefault(ConversionState.Pending));

        Task EraseAsync(long webhook) => Until.True(async () => (await other.EraseAsync([webhook], traces, Cancel)).Busy.Count == 0, "nothing is under way");
    }

    [Fact]
    public async Task A_key_that_a_hub_still_seals_by_is_noted_again_after_another_hub_forgot_it()
    {
        var (old, recent) = (EncryptionContract.NewKey(), EncryptionContract.NewKey());
        var slow = await _database.OpenAsync(keys: [old, recent]);
        var fast = await _database.OpenAsync(keys: [recent, old]);
        await fast.ForgetOtherKeysAsync(Cancel);
        await (await _database.OpenAsync(keys: [recent])).DisposeAsync();

        Assert.True(await slow.NoteKeyAgainAsync(Cancel));
        Assert.False(await slow.NoteKeyAgainAsync(Cancel));

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => _database.OpenAsync(keys: [recent]));
        Assert.Contains(slow.KeyId!, refused.Message, StringComparison.Ordinal);
    }

    private async Task<(PostgresStore One, PostgresStore Other)> TwoAsync() => (await _database.OpenAsync(), await _database.OpenAsync());

    private static async Task MapAsync(PostgresStore store, int count)
    {
        await store.AddAsync([.. Enumerable.Range(0, count).Select(i => Some.Webhook($"evt_{i}"))], Cancel);
        foreach (var webhook in await store.ClaimAsync(count, Cancel))
        {
            await store.SaveAsync(Some.Outcome(webhook, Some.Purchase(webhook.EventId, $"pay_{webhook.EventId}")), Cancel);
        }
    }
}
