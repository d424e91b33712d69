using System.Globalization;
using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Faults;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Scenarios;

/// <summary>The hub's clock is set by minutes and hours, back and forth, under load and while the hub is down.</summary>
internal sealed class Clock : IScenario
{
    private const int Clients = 8;
    private const int PerSecond = 100;
    private const int ShortSteps = 6;
    private const int LongSteps = 120;

    // One step in so many comes while the hub is down.
    private const int WhileDown = 3;

    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(1.5);

    public string Name => "clock";

    public string Shows => "steps of the clock lose nothing, double nothing, and keep nothing waiting";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var random = new Random(settings.Seed);
        var launch = FaultLaunch.With(Fault.None);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        var reach = new HardToReach(settings.Seed);
        cometly.Chooses = reach.Next;
        using var folder = new HubFolder(cometly.Url);
        folder.WaitOnly("2s");
        var clock = folder.Environment[SteppedClock.Variable] = Path.Combine(folder.Root, "clock");
        SteppedClock.Set(clock, TimeSpan.Zero);
        using var platform = new Platform(history);
        await using var load = new Load(platform, settings.Seed, Clients, PerSecond);
        load.Start();

        var steps = settings.Long ? LongSteps : ShortSteps;
        var (off, heldUp, did) = (TimeSpan.Zero, 0L, new List<string>());
        var hub = await StartAsync(folder, launch, load, cancellationToken);
        try
        {
            for (var step = 1; step <= steps; step++)
            {
                await Task.Delay(LongestStay * random.NextDouble(), cancellationToken);
                var isDown = step % WhileDown == 0;
                if (isDown)
                {
                    load.Aim();
                    await hub.DisposeAsync();
                }

                // Far ahead and back again, for that is what keeps things waiting; and anywhere between.
                var next = step == steps ? TimeSpan.Zero : off > TimeSpan.Zero ? -Somewhere(random) : Somewhere(random);
                if (next < off)
                {
                    heldUp += await Settled.WaitingAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
                }

                SteppedClock.Set(clock, next);
                did.Add(string.Create(CultureInfo.InvariantCulture, $"{(next - off).TotalMinutes:+0;-0} min{(isDown ? " while down" : "")}"));
                off = next;
                if (isDown)
                {
                    hub = await StartAsync(folder, launch, load, cancellationToken);
                }
            }
        }
        finally
        {
            await hub.DisposeAsync();
        }

        reach.IsSo = false;
        var end = await HubEnd.RunAsync(folder, launch, load, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        var refused = history.Told.Count(t => t is { Genuine: true, Status: 401 });
        return new ScenarioResult(
            invariants,
            [
                $"the clock was set {steps} times: {string.Join(", ", did.Take(12))}{(did.Count > 12 ? " …" : "")}",
                $"{refused:N0} genuine deliveries were refused 401 meanwhile and sent again; {heldUp:N0} webhooks and conversions waited when it was set back, {reach.Refused:N0} deliveries for a retry",
            ],
            [.. end, .. Nothing(refused, heldUp, reach)]);
    }

    private static TimeSpan Somewhere(Random random) => TimeSpan.FromMinutes(random.Next(2) == 0 ? random.Next(6, 60) : random.Next(60, 600));

    private static async Task<HubProcess> StartAsync(HubFolder folder, HubLaunch launch, Load load, CancellationToken cancellationToken)
    {
        var hub = HubProcess.Launch(folder, launch);
        await hub.ListensAsync(cancellationToken);
        load.Aim(hub.Webhooks);
        return hub;
    }

    private static IEnumerable<string> Nothing(int refused, long heldUp, HardToReach reach)
    {
        if (refused == 0)
        {
            yield return "No signature was out of its window: this run showed nothing.";
        }

        if (heldUp == 0 || reach.Refused == 0)
        {
            yield return "Nothing waited when the clock was set back: this run showed nothing.";
        }
    }
}
