namespace CometHooks.Store.Sql;

/// <summary>The events of one request on their way into the inbox. A database may take those of several requests together.</summary>
internal sealed class SqlAdd(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    : SqlWork<AddResult>(SqlScope.Any, session => SqlInbox.Add(session, entries), cancellationToken)
{
    public IReadOnlyList<InboxEntry> Entries => entries;

    /// <summary>How much memory its bodies take.</summary>
    public long Bytes { get; } = entries.Sum(entry => (long)entry.Body.Length);
}
