using CometHooks.Cli.Demo;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.Tracing;
using CometHooks.Proof.World;

namespace CometHooks.Proof.Scenarios;

/// <summary>The hub's system calls, as strace saw them: for each event the write to the WAL, its sync, and only then the answer.</summary>
/// <param name="launch">Which hub; null: the one that is shipped.</param>
internal sealed class AcknowledgementOrder(HubLaunch? launch = null) : IScenario
{
    private const int ShortSales = 12;
    private const int LongSales = 200;

    public string Name => "order";

    public string Shows => "no answer leaves before its webhook is synced to disk";

    public async Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken)
    {
        var sales = new Sales(settings.Seed);
        await using var cometly = await CometlyStandIn.StartAsync(HubFolder.Token, cancellationToken);
        using var folder = new HubFolder(cometly.Url);
        folder.SendAtOnce();
        using var platform = new Platform(history);
        var trace = Path.Combine(folder.Root, "trace");
        var events = Enumerable.Range(0, settings.Long ? LongSales : ShortSales).SelectMany(_ => sales.Next()).ToList();
        var told = new List<Told>();
        await using (var hub = HubProcess.Launch(folder, await Strace.AroundAsync(launch ?? HubLaunch.Serve, trace)))
        {
            await hub.ListensAsync(cancellationToken);
            foreach (var together in events.Chunk(4))
            {
                told.AddRange(await Task.WhenAll(together.Select(e => platform.PostAsync(hub.Webhooks, e, cancellationToken: cancellationToken))));
            }

            await Settled.WaitAsync(await Settled.ArchiveAsync(folder, cancellationToken), TimeSpan.FromSeconds(45), cancellationToken);
            await hub.TerminateAsync(cancellationToken);
        }

        var calls = await Strace.ReadAsync(trace, cancellationToken);
        var order = new SyncOrder(calls);
        var early = told.Where(t => t.IsAcknowledged).Select(t => order.Problem(t.Event, t.WebhookId)).OfType<string>().ToList();
        var invariants = await new Checker(history, cometly.Requests, cometly.Effects).CheckAsync(await Settled.ArchiveAsync(folder, cancellationToken), cancellationToken);
        return new ScenarioResult(
            invariants with { TooEarly = [.. invariants.TooEarly, .. early] },
            [$"{calls.Count:N0} system calls, {order.Syncs} syncs of the WAL, {told.Count(t => t.IsAcknowledged)} answers looked up"],
            told.All(t => t.IsAcknowledged) ? [] : ["Not every delivery was acknowledged."]);
    }
}
