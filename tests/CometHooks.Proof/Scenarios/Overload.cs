using System.Globalization;
using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Scenarios;

/// <summary>A store that takes its time for each write, and many times more webhooks than it takes.</summary>
/// <param name="launch">Which hub; null: the one that is shipped.</param>
internal sealed class Overload(HubLaunch? launch = null) : IScenario
{
    /// <summary>What the hub may have taken at its worst.</summary>
    private const long MostBytes = 300L << 20;

    private const int Clients = 768;
    private const int PerSecond = 3_000;
    private const int TimesTooMuch = 10;
    private const string WriteMicroseconds = "15000";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(10);

    public string Name => "overload";

    public string Shows => "ten times more than the store takes is answered 503, in bounded memory";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        await Installed.EnsureAsync("strace");
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.SendAtOnce();
        using var platform = new Platform(history);
        await using var load = new Load(platform, settings.Seed, Clients, PerSecond);
        var slow = (launch ?? HubLaunch.Serve) with
        {
            Under = ["strace", "-f", "-D", "--seccomp-bpf", "-e", "trace=pwrite64", "-e", $"inject=pwrite64:delay_exit={WriteMicroseconds}", "-P", $"{folder.Store}-wal", "-o", "/dev/null"],
        };
        await using var hub = HubProcess.Launch(folder, slow);
        await hub.ListensAsync(cancellationToken);
        load.Aim(hub.Webhooks);
        load.Start();
        var lasts = settings.Long ? Long : Short;
        await Task.Delay(lasts, cancellationToken);
        var under = history.Told;
        load.Aim();

        var recovery = await RecoveryAsync(load, hub, cancellationToken);
        load.Aim();
        var peak = hub.PeakBytes;
        await hub.TerminateAsync(cancellationToken);

        // All that was refused comes again, to a store that takes it.
        var failures = await HubEnd.RunAsync(folder, launch, load, cancellationToken);
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        var (accepted, refused) = (under.Count(t => t.IsAcknowledged), under.Count(t => t.Status == 503));
        return new ScenarioResult(
            invariants,
            [
                string.Create(CultureInfo.InvariantCulture, $"{under.Count / lasts.TotalSeconds:N0} requests a second for {lasts.TotalSeconds} s, each write to the WAL taking 15 ms: {accepted:N0} accepted, {refused:N0} refused with 503"),
                string.Create(CultureInfo.InvariantCulture, $"peak memory {peak >> 20} MB (at most {MostBytes >> 20}); {recovery.TotalSeconds:0.0} s after the load ended a webhook was accepted again"),
            ],
            [.. failures, .. Wrong(under, accepted, refused, peak, recovery)]);
    }

    private static async Task<TimeSpan> RecoveryAsync(Load load, HubProcess hub, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        load.Slow(perSecond: 5);
        load.Aim(hub.Webhooks);
        await load.AcknowledgedAnotherAsync(cancellationToken);
        return TimeProvider.System.GetElapsedTime(since);
    }

    private static IEnumerable<string> Wrong(IReadOnlyList<Told> under, int accepted, int refused, long peak, TimeSpan recovery)
    {
        if (under.Count < TimesTooMuch * accepted)
        {
            yield return $"{under.Count} requests are not {TimesTooMuch} times what the store took, {accepted}: this run showed nothing.";
        }

        if (accepted == 0)
        {
            yield return "Nothing was accepted while there was too much.";
        }

        if (refused == 0 || under.Any(t => t.Status == 503 && t.RetryAfter is null))
        {
            yield return "Not every request that was too much was answered 503 with Retry-After.";
        }

        if (under.Count(t => t.Genuine && t.Status is not (200 or 503)) is > 0 and var other)
        {
            yield return $"{other} genuine requests were answered neither 200 nor 503.";
        }

        if (peak > MostBytes)
        {
            yield return $"The hub took {peak >> 20} MB.";
        }

        if (recovery > LongestRecovery)
        {
            yield return $"It took {recovery.TotalSeconds:0} s until a webhook was accepted again.";
        }
    }
}
