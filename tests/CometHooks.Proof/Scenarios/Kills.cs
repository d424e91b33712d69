using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;
using CometHooks.Store;

namespace CometHooks.Proof.Scenarios;

/// <summary>SIGKILL at random instants of the hub's start and of its work, and a restart on the same store, again and again.</summary>
/// <param name="launch">Which hub; null: the one that is shipped.</param>
internal sealed class Kills(HubLaunch? launch = null) : IScenario
{
    private const int ShortKills = 12;
    private const int LongKills = 500;
    private const int Clients = 16;
    private const int PerSecond = 500;

    // One kill in so many comes while the hub starts.
    private const int DuringStart = 6;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(1);

    public string Name => "kills";

    public string Shows => "what was acknowledged is delivered once, however often the hub is killed";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var kills = settings.Kills ?? (settings.Long ? LongKills : ShortKills);
        var random = new Random(settings.Seed);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        cometly.Chooses = new SlowAnswers(settings.Seed).Next;
        using var folder = new HubFolder(cometly.Url);
        folder.WaitOnly("1s");
        folder.Environment["Destinations__main__concurrency"] = "32";
        using var platform = new Platform(history);
        await using var load = new Load(platform, settings.Seed, Clients, PerSecond);
        load.Start();

        var (betweenAnswerAndDelivery, duringStart) = (0, 0);
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var hub = HubProcess.Launch(folder, launch);
            if (random.Next(DuringStart) == 0 && kill > 1)
            {
                duringStart++;
                await Task.Delay(LongestStart * random.NextDouble(), cancellationToken);
            }
            else
            {
                await hub.ListensAsync(cancellationToken);
                load.Aim(hub.Webhooks);
                await load.AcknowledgedAnotherAsync(cancellationToken);
                await Task.Delay(LongestLife * random.NextDouble(), cancellationToken);
            }

            await hub.KillAsync(cancellationToken);
            load.Aim();
            betweenAnswerAndDelivery += await LeftAsync(folder, cancellationToken) > 0 ? 1 : 0;
            if (kill % 25 == 0)
            {
                settings.Say($"   {kill} kills, {load.Acknowledged:N0} deliveries acknowledged, {cometly.Effects.Count:N0} effects");
            }
        }

        var end = await HubEnd.RunAsync(folder, launch, load, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        return new ScenarioResult(
            invariants,
            [$"{kills} kills, {duringStart} of them while the hub started; after {betweenAnswerAndDelivery} something stored was not delivered yet"],
            [.. end, .. Nothing(kills, betweenAnswerAndDelivery, invariants)]);
    }

    // A hub that was killed while it started may leave files that only the next start can read.
    private static async Task<long> LeftAsync(HubFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await Settled.WaitingAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or StoreRefusedException)
        {
            return 0;
        }
    }

    // A run without a kill at a bad moment proves nothing, and must not look as if it did.
    private static IEnumerable<string> Nothing(int kills, int betweenAnswerAndDelivery, Invariants invariants)
    {
        if (kills >= ShortKills && betweenAnswerAndDelivery == 0)
        {
            yield return "No kill came between an answer and a delivery: this run showed nothing.";
        }

        if (kills >= ShortKills && invariants.SentAgain == 0)
        {
            yield return "No kill cut a delivery off: this run showed nothing.";
        }
    }
}
