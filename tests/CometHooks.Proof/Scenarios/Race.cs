using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.World;

namespace CometHooks.Proof.Scenarios;

/// <summary>All events of a sale, and each of them many times, from 64 clients at the same moment.</summary>
/// <param name="launch">Which hub; null: the one that is shipped.</param>
internal sealed class Race(HubLaunch? launch = null) : IScenario
{
    private const int Clients = 64;
    private const int ShortRounds = 40;
    private const int LongRounds = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public string Name => "race";

    public string Shows => "identical deliveries from 64 clients at once have one effect";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var rounds = settings.Long ? LongRounds : ShortRounds;
        var sales = new Sales(settings.Seed);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.WaitOnly("1s");
        using var platform = new Platform(history);
        await using var hub = HubProcess.Launch(folder, launch);
        await hub.ListensAsync(cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            var sale = sales.Next();
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => platform.PostAsync(hub.Webhooks, sale[client % sale.Count], cancellationToken: cancellationToken)));
        }

        var failures = new List<string>();
        if (!await Settled.WaitAsync(await Settled.ArchiveAsync(folder, cancellationToken), Patience, cancellationToken))
        {
            failures.Add("Something still waits.");
        }

        await hub.TerminateAsync(cancellationToken);
        var refused = history.Told.Count(t => !t.IsAcknowledged);
        if (refused > 0)
        {
            failures.Add($"{refused} of {history.Told.Count} deliveries were not acknowledged.");
        }

        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        return new ScenarioResult(invariants, [$"{rounds} rounds of {Clients} deliveries at once"], failures);
    }
}
