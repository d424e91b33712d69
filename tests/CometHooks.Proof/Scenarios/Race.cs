using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Scenarios;

/// <summary>All events of a sale, and each of them many times, from 64 clients at the same moment.</summary>
/// <param name="launch">Which hub; null: the one that is shipped.</param>
internal sealed class Race(HubLaunch? launch = null) : IScenario
{
    public string Name => "race";

    public string Shows => "identical deliveries from 64 clients at once have one effect";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.WaitOnly("1s");
        using var platform = new Platform(history);
        await using var hub = HubProcess.Launch(folder, launch);
        await hub.ListensAsync(cancellationToken);
        await Rounds.RunAsync(settings, platform, [hub.Webhooks], cancellationToken);

        var archive = await Settled.ArchiveAsync(folder, cancellationToken);
        var failures = await Rounds.EndAsync(history, archive, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(archive, cancellationToken);
        return new ScenarioResult(invariants, [Rounds.Did(settings)], failures);
    }
}
