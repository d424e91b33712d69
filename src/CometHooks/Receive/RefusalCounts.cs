using System.Collections.Concurrent;

namespace CometHooks.Receive;

/// <summary>How many requests were refused, per endpoint and reason: a wrong secret shows here first.</summary>
internal sealed class RefusalCounts
{
    private readonly ConcurrentDictionary<(string Endpoint, string Reason), long> _counts = new();

    public void Add(string endpoint, string reason) => _counts.AddOrUpdate((endpoint, reason), 1, (_, count) => count + 1);

    public long Of(string endpoint, string reason) => _counts.GetValueOrDefault((endpoint, reason));

    /// <summary>All counts as they are now.</summary>
    public IReadOnlyDictionary<(string Endpoint, string Reason), long> Snapshot() => _counts.ToDictionary();
}
