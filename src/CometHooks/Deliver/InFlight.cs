using System.Collections.Concurrent;
using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>
/// The conversions of one destination that are under way, each with its newest lease. Where a lease ends before its
/// answer is recorded, the next claim brings the conversion again: it is not sent a second time, and the answer of the
/// first goes under the newer lease instead of being lost.
/// </summary>
internal sealed class InFlight
{
    private readonly ConcurrentDictionary<long, long> _leases = new();

    /// <summary>False: it is under way already.</summary>
    public bool TryBegin(OutboxEntry entry)
    {
        if (_leases.TryAdd(entry.Id, entry.Lease))
        {
            return true;
        }

        // Fails only where it ended in between; then the lease that is lost here ends by itself.
        _leases.TryUpdate(entry.Id, entry.Lease, _leases.GetValueOrDefault(entry.Id));
        return false;
    }

    /// <summary>The lease under which its answer is to be recorded.</summary>
    public long LeaseOf(OutboxEntry entry) => _leases.GetValueOrDefault(entry.Id, entry.Lease);

    public void End(OutboxEntry entry) => _leases.TryRemove(entry.Id, out _);
}
