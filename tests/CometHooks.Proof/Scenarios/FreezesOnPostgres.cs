using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.Postgres;

namespace CometHooks.Proof.Scenarios;

/// <summary>
/// Two hubs on one PostgreSQL, of which now one freezes under load for longer than its leases last, in the middle of
/// deliveries and of mappings, and wakes up again; and now one is killed.
/// </summary>
internal sealed class FreezesOnPostgres(Fault fault = Fault.None) : IScenario
{
    private const int ShortTroubles = 3;
    private const int LongTroubles = 60;
    private const int Clients = 16;
    private const int PerSecond = 100;

    // Each hub has at most so many requests under way: when more wait than one hub can have, the other has some too.
    private const int Concurrency = 16;
    private const int Caught = 24;
    private const int CameAgain = Caught - Concurrency;

    // Enough for a hub that wakes up to write what it has, on a busy machine too.
    private static readonly TimeSpan Awake = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1.5);

    public string Name => "freeze-postgres";

    public string Shows => "a hub that freezes past its leases and wakes up writes nothing that is out of date";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var troubles = settings.Kills ?? (settings.Long ? LongTroubles : ShortTroubles);
        var random = new Random(settings.Seed);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        var answers = new CaughtAnswers(settings.Seed);
        cometly.Chooses = answers.Next;
        await using var hubs = await PostgresHubs.StartAsync(
            cometly.Url, fault, cancellationToken, ("Destinations__main__concurrency", $"{Concurrency}"), ("Destinations__main__timeout", "60s"));
        using var platform = new Platform(history);
        await using var load = new Load(platform, settings.Seed, Clients, PerSecond);
        load.Aim(hubs.Webhooks);
        load.Start();

        var (freezes, cameAgain) = (0, 0);
        for (var trouble = 1; trouble <= troubles; trouble++)
        {
            var number = random.Next(2);
            await Task.Delay(LongestLife * random.NextDouble(), cancellationToken);
            if (trouble % 2 == 0)
            {
                await hubs.KillAsync(number, cancellationToken);
                load.Aim(hubs.Webhooks);
                await hubs.StartAsync(number, cancellationToken);
            }
            else
            {
                freezes++;
                cameAgain += await FreezeAsync(hubs, number, load, answers, cancellationToken);
            }

            load.Aim(hubs.Webhooks);
            if (trouble % 10 == 0)
            {
                settings.Say($"   {freezes} freezes, {trouble - freezes} kills, {load.Acknowledged:N0} deliveries acknowledged, {cometly.Effects.Count:N0} effects");
            }
        }

        await using var store = await hubs.OpenAsync();
        var failures = await HubEnd.RunAsync(hubs.Running, store, load, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(store, cancellationToken);
        return new ScenarioResult(
            invariants,
            [$"{freezes} freezes, {troubles - freezes} kills; {cameAgain} conversions of frozen hubs were sent by the other one before they woke up, {hubs.WebhooksTaken} claimed webhooks were taken from frozen or dead ones"],
            [.. failures, .. cameAgain == 0 ? ["No hub froze in the middle of a delivery: this run showed nothing."] : Array.Empty<string>()]);
    }

    private static async Task<int> FreezeAsync(PostgresHubs hubs, int number, Load load, CaughtAnswers answers, CancellationToken cancellationToken)
    {
        await answers.CatchAsync(Caught, cancellationToken);
        await hubs.FreezeAsync(number, cancellationToken);
        load.Aim(hubs.WebhooksBut(number));

        // Whoever is awake hears that it was refused; the frozen one has it in its socket's buffer.
        var cameAgain = await answers.RefuseAsync(CameAgain, cancellationToken);
        await hubs.ThawAsync(number, cancellationToken);
        await Task.Delay(Awake, cancellationToken);
        answers.Release();
        return cameAgain;
    }
}
