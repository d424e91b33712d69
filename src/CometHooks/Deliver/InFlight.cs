using System.Collections.Concurrent;
using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>
/// The conversions of one destination that are under way, each with the lease its answer is recorded under. Where a lease
/// ends before that, the next claim brings the conversion again: it is not sent a second time, and the answer goes under
/// the newer lease instead of being lost. Not so where another hub had it in between: what this hub asked is out of date
/// then, and the newer claim is given back when it ends.
/// </summary>
internal sealed class InFlight
{
    private readonly ConcurrentDictionary<long, UnderWay> _underWay = new();

    /// <summary>False: it is under way already.</summary>
    public bool TryBegin(OutboxEntry entry)
    {
        if (_underWay.TryAdd(entry.Id, new UnderWay(entry.Lease, null)))
        {
            return true;
        }

        // Fails only where it ended in between; then the lease that is lost here ends by itself.
        if (_underWay.TryGetValue(entry.Id, out var before))
        {
            _underWay.TryUpdate(entry.Id, before.ClaimedAgain(entry), before);
        }

        return false;
    }

    /// <summary>The lease under which its answer is to be recorded.</summary>
    public long LeaseOf(OutboxEntry entry) => _underWay.TryGetValue(entry.Id, out var underWay) ? underWay.Lease : entry.Lease;

    /// <summary>It is under way no more. Gives the claim that came meanwhile and was not used: it is to be released.</summary>
    public OutboxEntry? End(OutboxEntry entry) => _underWay.TryRemove(entry.Id, out var underWay) ? underWay.Unused : null;

    private sealed record UnderWay(long Lease, OutboxEntry? Unused)
    {
        // Every claim counts one up, so a gap is somebody else's claim.
        public UnderWay ClaimedAgain(OutboxEntry entry) =>
            Unused is null && entry.Lease == Lease + 1 ? this with { Lease = entry.Lease } : this with { Unused = entry };
    }
}
