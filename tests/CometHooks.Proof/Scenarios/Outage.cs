using System.Diagnostics;
using System.Globalization;
using CometHooks.Deliver;
using CometHooks.Proof.Check;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.Outages;
using CometHooks.Store;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Proof.Scenarios;

/// <summary>
/// Cometly is down for a day of 20 events a second, then takes 3,000 a minute. The time is the scenario's own; adapters,
/// ledger, store, delivery, breaker and budget are the hub's. The short form is an hour of one event a second.
/// </summary>
internal sealed class Outage : IScenario
{
    private const int Concurrency = 8;
    private const int Burst = 60;
    private const long MostManagedGrowth = 32;
    private const long MostResident = 400;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly BulkTrade _trade = new();

    public string Name => "outage";

    public string Shows => "after a day without Cometly everything goes out, oldest first, money first, as fast as the budget allows";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var size = settings.Long ? new Size(Hours: 24, PerSecond: 20, PerMinute: 3000, Step: 10) : new Size(Hours: 1, PerSecond: 1, PerMinute: 150, Step: 30);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var cometly = await FlakyCometly.StartAsync(size.Events, size.PerMinute, time, cancellationToken);
        using var folder = Folder(cometly.Url, size);
        await using var hub = await OutageHub.StartAsync(folder, time, cancellationToken);
        var readings = new List<MemoryReading>();
        var refused = await FallAsync(hub, size, readings, settings, cancellationToken);
        var deadByOutage = (await hub.Archive.CountAsync(cancellationToken)).Conversions.GetValueOrDefault(ConversionState.Dead);

        cometly.IsDown = false;
        var drain = await DrainAsync(hub, size, readings, settings, cancellationToken);
        var counts = await hub.Archive.CountAsync(cancellationToken);
        return new ScenarioResult(
            Judge(cometly, size, counts),
            [
                $"{size.Hours} h without Cometly, {size.PerSecond} events a second, {size.Events:N0} events, {cometly.Probes} probes, {deadByOutage} dead",
                drain.ToString(),
                $"memory (managed + other): {(settings.Long ? string.Join("; ", readings) : "the long form tells")}",
                $"{hub.Outbox.Disorder} sent before an older one of their lane; {cometly.TooMany} requests above the budget",
            ],
            [.. Wrong(hub, cometly, refused, deadByOutage, readings), .. drain.Wrong]);
    }

    private static HubFolder Folder(string url, Size size)
    {
        var folder = new HubFolder(url);
        folder.Environment["Destinations__main__per_minute"] = size.PerMinute.ToString(CultureInfo.InvariantCulture);
        folder.Environment["Destinations__main__concurrency"] = Concurrency.ToString(CultureInfo.InvariantCulture);

        // The clock jumps while requests are under way: their time must not be up by that.
        folder.Environment["Destinations__main__timeout"] = "1m";
        folder.Environment["Limits__commit"] = "1h";
        folder.Environment["Log__level"] = "error";
        return folder;
    }

    // Events arrive, nothing goes. Gives how many were not acknowledged.
    private async Task<int> FallAsync(OutageHub hub, Size size, List<MemoryReading> readings, ProofSettings settings, CancellationToken cancellationToken)
    {
        var (sent, refused) = (0, 0);
        var perStep = size.PerSecond * size.Step;
        while (sent < size.Events)
        {
            var answers = await Task.WhenAll(Enumerable.Range(sent, perStep).Select(number =>
            {
                var (sample, body) = _trade.Event(number);
                return hub.PostAsync(sample, body);
            }));
            refused += answers.Count(status => status != 200);
            sent += perStep;
            await Settled.UntilAsync(() => hub.Inbox.Saved >= sent, Patience, cancellationToken);
            hub.Time.Advance(TimeSpan.FromSeconds(size.Step));
            Read(readings, sent / size.PerSecond, size, settings);
        }

        return refused;
    }

    private async Task<Drain> DrainAsync(OutageHub hub, Size size, List<MemoryReading> readings, ProofSettings settings, CancellationToken cancellationToken)
    {
        // The breaker lets a probe through after five minutes at most; what it finds is the beginning.
        for (var step = 0; step < Burst && hub.Outbox.Delivered == 0; step++)
        {
            hub.Time.Advance(BetweenLooks);
            await Settled.UntilAsync(() => hub.Outbox.Delivered > 0, AMoment, cancellationToken);
        }

        var watch = Stopwatch.StartNew();
        var drain = new Drain(size.Events, size.PerMinute, Enumerable.Range(0, size.Events).Count(n => _trade.LaneOf(n) == Lane.Money), size.DrainStep);
        for (var second = 0; !drain.IsOver; second += size.DrainStep)
        {
            var due = drain.Allowed(second);
            await Settled.UntilAsync(() => hub.Outbox.Delivered >= due - drain.Behind, AMoment, cancellationToken);
            await Settled.UntilAsync(() => hub.Outbox.Delivered >= due - drain.Slack, Patience, cancellationToken);
            drain.Saw(second, hub.Outbox, watch.Elapsed);
            hub.Time.Advance(TimeSpan.FromSeconds(size.DrainStep));
            Read(readings, (size.Hours * 3600) + second, size, settings);
        }

        return drain;
    }

    // Six times in each half of the long form. The short one's process may be other tests' too.
    private static void Read(List<MemoryReading> readings, int seconds, Size size, ProofSettings settings)
    {
        if (settings.Long && seconds % (size.Hours * 600) == 0)
        {
            readings.Add(MemoryReading.Now(seconds / 3600.0));
            settings.Say($"   {readings[^1]}");
        }
    }

    private static Invariants Judge(FlakyCometly cometly, Size size, StoreCounts counts) => new()
    {
        Acknowledged = size.Events,
        Effects = cometly.Effects,
        SentAgain = cometly.SentAgain,
        Lost = [.. Enumerable.Range(0, size.Events).Where(number => !cometly.Has(number)).Take(100).Select(number => $"event {number}")],
        Doubled = cometly.Doubled,
        Unfounded = cometly.Unfounded,
        TooEarly = counts.Webhooks.Values.Sum() is var stored && stored == size.Events ? [] : [$"{stored} webhooks in the store"],
    };

    private static IEnumerable<string> Wrong(OutageHub hub, FlakyCometly cometly, int refused, long deadByOutage, List<MemoryReading> readings)
    {
        if (refused > 0)
        {
            yield return $"{refused} genuine events were refused.";
        }

        if (cometly.Probes == 0)
        {
            yield return "Nobody noticed the outage: this run showed nothing.";
        }

        if (deadByOutage > 0)
        {
            yield return $"{deadByOutage} died of the outage alone.";
        }

        if (hub.Outbox.Disorder > 0)
        {
            yield return $"{hub.Outbox.Disorder} were sent before an older one of their lane.";
        }

        // The first reading is of a hub that has hardly begun; caches fill up to the second.
        if (readings.Count > 1 && readings.Max(r => r.Managed) - readings[1].Managed is > MostManagedGrowth and var growth)
        {
            yield return $"The managed heap grew by {growth} MiB.";
        }

        if (readings.Count > 1 && readings.Max(r => r.Resident) is > MostResident and var resident)
        {
            yield return $"{resident} MiB in memory.";
        }
    }

    /// <param name="Hours">How long Cometly is down.</param>
    /// <param name="PerSecond">Events a second meanwhile.</param>
    /// <param name="PerMinute">The budget after that.</param>
    /// <param name="Step">Seconds that pass at once while it is down.</param>
    private sealed record Size(int Hours, int PerSecond, int PerMinute, int Step)
    {
        public int Events => Hours * 3600 * PerSecond;

        /// <summary>Seconds that pass at once while the backlog goes out: some budget each time.</summary>
        public int DrainStep => Math.Max(1, 600 / PerMinute);
    }
}
