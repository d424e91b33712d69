namespace CometHooks.Store.Sql;

/// <summary>Who writes what: so that accepting a webhook need not wait for the mapping of others. May be one for all.</summary>
internal sealed record SqlWriters(SqlWriter Inbox, SqlWriter Mapping, SqlWriter Delivery)
{
    public string? LastError => Inbox.LastError ?? Mapping.LastError ?? Delivery.LastError;

    public int Depth => All.Sum(writer => writer.Depth);

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in All)
        {
            await writer.DisposeAsync();
        }
    }

    private IEnumerable<SqlWriter> All => new[] { Inbox, Mapping, Delivery }.Distinct();
}
