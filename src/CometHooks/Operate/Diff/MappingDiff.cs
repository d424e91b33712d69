using CometHooks.Map;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;

namespace CometHooks.Operate.Diff;

/// <summary>
/// Maps the same stored webhooks by two mappings, each from the same starting point: an empty ledger that knows nobody.
/// Nothing is sent, and the hub's own store is only read.
/// </summary>
internal sealed class MappingDiff(Rehearsal rehearsal)
{
    /// <param name="before">The endpoint with the mapping that it has.</param>
    /// <param name="after">The endpoint with the changed mapping.</param>
    /// <param name="webhooks">What the hub has of the endpoint, in any order.</param>
    /// <param name="progress">Told for each webhook that one of the two has mapped.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MappingDifference> RunAsync(
        MapTarget before, MapTarget after, IEnumerable<WebhookRecord> webhooks, Action? progress, CancellationToken cancellationToken)
    {
        var arrivals = webhooks.OrderBy(w => w.ReceivedAt).ThenBy(w => w.Id).Select(RehearsedArrival.Of).ToList();
        var sides = await Task.WhenAll(((MapTarget[])[before, after]).Select(target => Task.Run(
            async () => MappedSide.Of(target, await rehearsal.RunAsync(target, arrivals, progress, cancellationToken)), cancellationToken)));
        return MappingComparison.Of(sides[0], sides[1]);
    }
}
