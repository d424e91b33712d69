namespace CometHooks.Store.Sql;

/// <summary>Everything in one SQL database: writes that share commits, and reads beside them. What each write does stands here once, for every database.</summary>
internal abstract partial class SqlStore : SqlArchive, IInbox, IOutbox, IRecords, IReplays, IStoreHealth, IAsyncDisposable
{
    protected const int DefaultQueue = 4096;

    private readonly TimeProvider _time;
    private readonly byte[] _instanceKey;
    private readonly ILogger _logger;

    protected SqlStore(SqlWriter writer, byte[] instanceKey, TimeProvider time, ILogger logger)
        : base(time)
    {
        _time = time;
        _instanceKey = instanceKey;
        _logger = logger;
        Writer = writer;
    }

    public bool IsHealthy => LastError is null;

    public string? LastError => Writer.LastError;

    public int QueueDepth => Writer.Depth;

    internal SqlWriter Writer { get; }

    /// <summary>Nothing new is taken any more.</summary>
    protected abstract bool IsClosing { get; }

    /// <summary>Finishes what waits, and lets go of the database.</summary>
    public abstract ValueTask DisposeAsync();
}
