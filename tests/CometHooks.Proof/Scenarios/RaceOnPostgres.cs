using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.Postgres;

namespace CometHooks.Proof.Scenarios;

/// <summary>The race over two hubs on one PostgreSQL.</summary>
internal sealed class RaceOnPostgres(Fault fault = Fault.None) : IScenario
{
    public string Name => "race-postgres";

    public string Shows => "identical deliveries from 64 clients to two hubs at once have one effect";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        await using var hubs = await PostgresHubs.StartAsync(cometly.Url, fault, cancellationToken);
        using var platform = new Platform(history);
        await Rounds.RunAsync(settings, platform, hubs.Webhooks, cancellationToken);

        await using var store = await hubs.OpenAsync();
        var failures = await Rounds.EndAsync(history, store, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(store, cancellationToken);
        return new ScenarioResult(invariants, [Rounds.Did(settings)], failures);
    }
}
