using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Scenarios;

/// <summary>
/// A disk that cannot be written or synced, for a while or for good, and then a power cut: whatever was not synced, and
/// whatever a failed sync lost, is garbled before the hub starts again.
/// </summary>
/// <param name="launch">Which hub; null: the one that is shipped.</param>
internal sealed class Disk(HubLaunch? launch = null) : IScenario
{
    private const int Clients = 16;
    private const int PerSecond = 200;
    private const int LongLives = 60;
    private const int MostIllnesses = 4;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1);

    public string Name => "disk";

    public string Shows => "what cannot be written and synced is not acknowledged, and a power cut takes nothing that was";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        await Installed.EnsureAsync("strace");
        var random = new Random(settings.Seed);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.WaitOnly("1s");
        using var platform = new Platform(history);
        using var readiness = new Readiness();
        await using var load = new Load(platform, settings.Seed, Clients, PerSecond);
        load.Start();

        await using var disk = new IllDisk(folder, load, readiness, random);
        var count = settings.Kills ?? (settings.Long ? LongLives : 0);
        var lives = count > 0 ? [.. Enumerable.Range(0, count).Select(_ => Life.Random(random))] : Life.Short;
        foreach (var life in lives)
        {
            await using var hub = HubProcess.Launch(folder, (launch ?? HubLaunch.Serve).Frozen);
            await disk.BeginAsync(hub, cancellationToken);
            load.Aim(hub.Webhooks);
            await load.AcknowledgedAnotherAsync(cancellationToken);
            for (var i = 0; i < life.Illnesses.Count; i++)
            {
                settings.Say($"   {life.Illnesses[i].Name}");
                await disk.FallIllAsync(life.Illnesses[i], cancellationToken);
                await Task.Delay(LongestLife * random.NextDouble(), cancellationToken);
                if (i < life.Illnesses.Count - 1 || life.EndsWell)
                {
                    await disk.GetWellAsync(cancellationToken);
                }
            }

            await Task.Delay(LongestLife * random.NextDouble(), cancellationToken);
            await disk.KillAsync(cancellationToken);
            load.Aim();
            settings.Say($"   {(life.LosesPower ? "killed, and the power is cut" : "killed")}: {load.Acknowledged:N0} deliveries acknowledged");
            if (life.LosesPower)
            {
                disk.LosePower();
            }
        }

        var end = await HubEnd.RunAsync(folder, launch, load, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        var refused = history.Told.Where(t => t.Status == 503).ToList();
        return new ScenarioResult(
            invariants,
            [
                $"{lives.Sum(l => l.Illnesses.Count)} illnesses of the disk in {lives.Count} lives of the hub: {disk.Failed:N0} calls failed, {refused.Count:N0} requests were answered 503",
                $"{disk.Lost:N0} writes were lost by failed syncs; {disk.PowerCuts} power cuts garbled {disk.Garbled:N0} writes that were not on disk, and cut {disk.Truncated} logs off",
            ],
            [.. disk.Failures, .. end, .. Wrong(refused, disk)]);
    }

    private static IEnumerable<string> Wrong(List<Told> refused, IllDisk disk)
    {
        if (refused.Count == 0)
        {
            yield return "Nothing was refused: this run showed nothing.";
        }

        if (disk.Lost == 0)
        {
            yield return "No failed sync lost anything: this run showed nothing.";
        }

        if (refused.Count(t => t.RetryAfter is null) is > 0 and var silent)
        {
            yield return $"{silent} answers of 503 did not say when to try again.";
        }
    }

    /// <param name="Illnesses">What befalls the disk, one after the other.</param>
    /// <param name="EndsWell">Whether the hub is killed on a disk that is well again.</param>
    /// <param name="LosesPower">Whether the power fails then.</param>
    private sealed record Life(IReadOnlyList<Illness> Illnesses, bool EndsWell, bool LosesPower)
    {
        // What the first life's failed syncs lost, the second must not build upon.
        public static IReadOnlyList<Life> Short { get; } =
        [
            new([Illness.LogSyncs], EndsWell: false, LosesPower: false),
            new([Illness.LogSyncs], EndsWell: true, LosesPower: true),
            new([Illness.DatabaseSyncs, Illness.FullDisk], EndsWell: true, LosesPower: true),
        ];

        public static Life Random(Random random) =>
            new([.. Enumerable.Range(0, random.Next(MostIllnesses + 1)).Select(_ => Illness.All[random.Next(Illness.All.Count)])], random.Next(2) == 0, random.Next(3) > 0);
    }
}
