namespace CometHooks.Proof.Tracing;

/// <summary>The order of writes to the WAL, its syncs, and the answers.</summary>
internal sealed class SyncOrder
{
    private readonly List<SystemCall> _writes;
    private readonly List<SystemCall> _syncs;
    private readonly List<SystemCall> _answers;

    public SyncOrder(IReadOnlyList<SystemCall> calls)
    {
        _writes = [.. calls.Where(c => c.IsOfWal && !c.IsSync)];
        _syncs = [.. calls.Where(c => c.IsOfWal && c.IsSync).OrderBy(c => c.Begin)];
        _answers = [.. calls.Where(c => c.IsOfSocket && c.Text.Contains("HTTP/1.1 200", StringComparison.Ordinal))];
    }

    public int Syncs => _syncs.Count;

    /// <summary>What is wrong with the order in which this event was written, synced and acknowledged; null: nothing.</summary>
    /// <param name="eventId">The event's id, which stands in its row.</param>
    /// <param name="webhookId">The webhook's id, which stands in its answer.</param>
    public string? Problem(string eventId, string? webhookId)
    {
        if (_answers.Where(a => a.Text.Contains($"\\\"{webhookId}\\\"", StringComparison.Ordinal)).MinBy(a => a.Begin) is not { } answer)
        {
            return $"{eventId}: its answer ({webhookId}) is not in the trace";
        }

        if (_writes.Where(w => w.Text.Contains(eventId, StringComparison.Ordinal)).MinBy(w => w.End) is not { } written)
        {
            return $"{eventId}: answered, and never written to the WAL";
        }

        return _syncs.Find(s => s.Begin > written.End) is { } synced && synced.End < answer.Begin
            ? null
            : $"{eventId}: answered before the WAL was synced behind its row";
    }
}
