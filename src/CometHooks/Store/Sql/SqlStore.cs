using System.Security.Cryptography;

namespace CometHooks.Store.Sql;

/// <summary>Everything in one SQL database: writes that share commits, and reads beside them. What each write does stands here once, for every database.</summary>
internal abstract partial class SqlStore : SqlArchive, IInbox, IOutbox, IRecords, IReplays, IStoreHealth, IAsyncDisposable
{
    protected const int DefaultQueue = 4096;

    private readonly TimeProvider _time;
    private readonly byte[] _instanceKey;
    private readonly ILogger _logger;

    protected SqlStore(SqlWriters writers, byte[] instanceKey, TimeProvider time, ILogger logger)
        : base(time)
    {
        _time = time;
        _instanceKey = instanceKey;
        _logger = logger;
        _tombstones = new SqlTombstones(instanceKey);
        Writers = writers;
    }

    public bool IsHealthy => LastError is null;

    public string? LastError => Writers.LastError;

    /// <summary>A webhook that would wait longer for its commit is refused at once.</summary>
    public TimeSpan LongestWait { set => Writers.Inbox.LongestWait = value; }

    /// <summary>What tells this store's webhooks from those of another: not secret, and nothing secret follows from it.</summary>
    public byte[] TraceKey => HMACSHA256.HashData(_instanceKey, "traces"u8);

    public int QueueDepth => Writers.Depth;

    /// <summary>Where instances share the budgets of destinations; null where there is but one instance.</summary>
    public virtual IBudgets? Budgets => null;

    /// <summary>Where instances use the same mappings, whatever their files say; null where there is but one instance.</summary>
    public virtual ISharedMappings? Mappings => null;

    /// <summary>Where other instances want to be told of work; null where there is but one instance.</summary>
    public virtual IOtherHubs? OtherHubs => null;

    /// <summary>Writes all that is neither a request's events nor a delivery's.</summary>
    internal SqlWriter Writer => Writers.Mapping;

    protected SqlWriters Writers { get; }

    /// <summary>How long a claimed webhook is its claimer's.</summary>
    protected virtual TimeSpan MappingLease { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a claimed conversion is its claimer's: longer than a request may take, a minute, and the recording of its answer.</summary>
    protected abstract TimeSpan DeliveryLease { get; }

    /// <summary>Nothing new is taken any more.</summary>
    protected abstract bool IsClosing { get; }

    /// <summary>The clock by which everybody who has this database knows what is due and whose lease is over.</summary>
    protected virtual DateTimeOffset Now(SqlSession session) => _time.GetUtcNow();

    /// <summary>Finishes what waits, and lets go of the database.</summary>
    public abstract ValueTask DisposeAsync();
}
