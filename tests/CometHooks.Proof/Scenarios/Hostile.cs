using System.Collections.Concurrent;
using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hostility;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Scenarios;

/// <summary>
/// Everything that may come in over the wire beside webhooks: forged and mutated signatures, bodies that break readers,
/// slow clients, floods of headers, a plugin that throws and hangs. What is hostile has endpoints and a destination of its
/// own, genuine webhooks go on beside it.
/// </summary>
internal sealed class Hostile : IScenario
{
    private const int AtOnce = 8;

    // A claim to map takes 64 webhooks, each of which may have 5 MiB.
    private const long MostMemory = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "hostile";

    public string Shows => "whatever comes in, nothing forged is kept, everything authentic is, and genuine webhooks do not notice";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        await using var other = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = Folder(cometly.Url, other.Url);
        using var platform = new Platform(history);
        await using var load = new Load(platform, settings.Seed, clients: 4, perSecond: 60);
        await using var hub = HubProcess.Launch(folder);
        await hub.ListensAsync(cancellationToken);
        await using var memory = new MemoryWatch(hub);
        load.Aim(hub.Webhooks);
        load.Start();
        await load.AcknowledgedAnotherAsync(cancellationToken);

        var tally = new HostileTally();
        var failures = new List<string>();
        var mutations = settings.Long ? 100_000 : 2_000;
        var (most, cut) = (0, 0);
        await using (var slow = new SlowClients(hub.Webhooks, settings.Long ? 400 : 100))
        {
            var plugin = PluginTrouble.RunAsync(hub, tally, cancellationToken);
            await PostAllAsync(Mutants(settings.Seed, mutations), hub, tally, cancellationToken);
            await PostAllAsync(Bombs(settings), hub, tally, cancellationToken);
            foreach (var (name, request) in Enumerable.Repeat(BadRequests.All, settings.Long ? 50 : 2).SelectMany(all => all))
            {
                tally.Add(name, await RawClient.SendAsync(hub.Webhooks, request, cancellationToken), isAuthentic: false, must: false);
            }

            failures.AddRange(await plugin);
            await Settled.UntilAsync(() => slow.Cut > 0, Patience, cancellationToken);
            (most, cut) = (slow.Open, slow.Cut);
        }

        var archive = await Settled.ArchiveAsync(folder, cancellationToken);
        failures.AddRange(await HubEnd.RunAsync([hub], archive, load, cancellationToken));
        var invariants = await CheckAsync(folder, history, cometly, tally, cancellationToken);
        return new ScenarioResult(
            invariants,
            [
                $"{mutations:N0} mutated signatures ({tally.Stricter} of them authentic by the oracle and refused all the same), {tally.Stored.Count:N0} hostile webhooks kept, {BadRequests.All.Count} kinds of bad requests: {tally}",
                $"{most} slow clients at the end, {cut} cut before; {history.Told.Count(t => t.Genuine):N0} genuine requests beside; the hub had at most {memory.Peak} MiB",
            ],
            [.. failures, .. tally.Wrong, .. Wrong(history, tally, hub, cut, memory.Peak)]);
    }

    private static HubFolder Folder(string cometlyUrl, string otherUrl)
    {
        var folder = new HubFolder(cometlyUrl);
        folder.Configure(
            [
                .. Bodies.Sources.Select(source => HubFolder.Endpoint(source, source)),
                .. Bodies.Sources.Select(source => HubFolder.Endpoint($"{source}-bombs", source, destination: "other")),
                HubFolder.Endpoint("hostile", "hostile", destination: "other"),
            ],
            [HubFolder.Destination("main"), HubFolder.Destination("other", $", url: \"{otherUrl}\"")],
            PluginTrouble.Install(folder));
        folder.SendAtOnce();

        // A busy disk is another scenario's matter.
        folder.Environment["Limits__commit"] = "20s";
        return folder;
    }

    // One in ten is as the platform sent it.
    private static IEnumerable<(string Name, Signed Delivery, bool Must)> Mutants(int seed, int count)
    {
        var mutations = new Mutations(seed);
        for (var i = 0; i < count; i++)
        {
            var source = Bodies.Sources[i / 10 % Bodies.Sources.Length];
            yield return i % 10 == 0
                ? ($"untouched {i}", Signed.Of(source, Bodies.Of(source, $"untouched{seed}x{i}")), true)
                : ($"mutation {i}", mutations.Next(), false);
        }
    }

    private static IEnumerable<(string Name, Signed Delivery, bool Must)> Bombs(ProofSettings settings)
    {
        var grafts = new Grafts(settings.Seed);
        return Enumerable.Range(0, settings.Long ? 10 : 1).SelectMany(JsonBombs.All)
            .Concat(Enumerable.Range(0, settings.Long ? 20_000 : 500).Select(_ => grafts.Next()))
            .Select(bomb => (bomb.Name, bomb.Delivery, true));
    }

    private static Task PostAllAsync(IEnumerable<(string Name, Signed Delivery, bool Must)> deliveries, HubProcess hub, HostileTally tally, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Partitioner.Create(deliveries, EnumerablePartitionerOptions.NoBuffering).GetDynamicPartitions(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (one, cancelled) =>
            {
                var (name, delivery, must) = one;
                var path = $"/webhooks/{delivery.Source}/{delivery.Source}-bombs";
                var isAuthentic = must ? true : delivery.IsAuthentic;
                tally.Add(name, await RawClient.SendAsync(hub.Webhooks, RawClient.Post(hub.Webhooks, path, delivery.Headers, delivery.Body), cancelled), isAuthentic, must);
            });

    // The store has what was acknowledged and nothing else.
    private static async Task<Invariants> CheckAsync(HubFolder folder, History history, CometlyStandIn cometly, HostileTally tally, CancellationToken cancellationToken)
    {
        var archive = await Settled.ArchiveAsync(folder, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(archive, cancellationToken);
        await tally.LookUpAsync(archive, cancellationToken);
        var acknowledged = tally.Stored.Count + history.Told.Where(t => t.IsAcknowledged).Select(t => t.WebhookId).Distinct().Count();
        var stored = (await archive.CountAsync(cancellationToken)).Webhooks.Values.Sum();
        return invariants with
        {
            Acknowledged = invariants.Acknowledged + tally.Stored.Count,
            Lost = [.. invariants.Lost, .. tally.Lost],
            Unfounded = [.. invariants.Unfounded, .. tally.Accepted, .. stored == acknowledged ? Array.Empty<string>() : [$"{stored} webhooks in the store, {acknowledged} acknowledged"]],
        };
    }

    private static IEnumerable<string> Wrong(History history, HostileTally tally, HubProcess hub, int cut, long peak)
    {
        if (history.Told.Where(t => t is { Genuine: true, IsAcknowledged: false }).ToLookup(t => t.Status) is { Count: > 0 } refused)
        {
            yield return $"Genuine webhooks were refused: {string.Join(", ", refused.Select(r => $"{r.Key} {r.Count()} times"))}.";
        }

        if (tally.Stored.Count == 0 || cut == 0)
        {
            yield return "Nothing hostile was kept, or nobody was too slow: this run showed nothing.";
        }

        if (hub.Output.Contains("ada@example.com", StringComparison.Ordinal) || hub.Output.Contains("plugin's own words", StringComparison.Ordinal))
        {
            yield return "What a body or a plugin says is in the log.";
        }

        if (peak > MostMemory)
        {
            yield return $"The hub had {peak} MiB.";
        }
    }
}
