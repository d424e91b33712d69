using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.Postgres;

namespace CometHooks.Proof.Scenarios;

/// <summary>Two hubs on one PostgreSQL: now one of them is killed, now the other, now and then the database.</summary>
internal sealed class KillsOnPostgres(Fault fault = Fault.None) : IScenario
{
    private const int ShortKills = 8;
    private const int LongKills = 100;
    private const int Clients = 16;
    private const int PerSecond = 300;

    // One kill in so many is the database's.
    private const int OfDatabase = 5;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1.5);

    public string Name => "kills-postgres";

    public string Shows => "the same with two hubs on one PostgreSQL, which is killed too";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var kills = settings.Kills ?? (settings.Long ? LongKills : ShortKills);
        var random = new Random(settings.Seed);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        cometly.Chooses = new SlowAnswers(settings.Seed).Next;
        await using var hubs = await PostgresHubs.StartAsync(cometly.Url, fault, cancellationToken);
        using var platform = new Platform(history);
        await using var load = new Load(platform, settings.Seed, Clients, PerSecond);
        load.Aim(hubs.Webhooks);
        load.Start();

        var ofDatabase = 0;
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(LongestLife * random.NextDouble(), cancellationToken);
            if (kill % OfDatabase == 0)
            {
                ofDatabase++;
                await hubs.CrashServerAsync();
            }
            else
            {
                // The other one goes on; a load balancer notices that this one is gone.
                var number = random.Next(2);
                await hubs.KillAsync(number, cancellationToken);
                load.Aim(hubs.Webhooks);
                await hubs.StartAsync(number, cancellationToken);
                load.Aim(hubs.Webhooks);
            }

            if (kill % 25 == 0)
            {
                settings.Say($"   {kill} kills, {load.Acknowledged:N0} deliveries acknowledged, {cometly.Effects.Count:N0} effects");
            }
        }

        await using var store = await hubs.OpenAsync();
        var failures = await HubEnd.RunAsync(hubs.Running, store, load, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(store, cancellationToken);
        return new ScenarioResult(invariants, [$"{kills} kills, {ofDatabase} of them of the database"], failures);
    }
}
