using System.Threading.Channels;

namespace CometHooks.Store.Sql;

/// <summary>
/// Takes what waits into one transaction and commits: under load many callers share one fsync, and a caller alone waits
/// for nobody.
/// </summary>
internal abstract class SqlWriter : IAsyncDisposable
{
    public const int LargestBatch = 256;

    private readonly Channel<SqlWork> _queue;
    private readonly SqlWaiting _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Not spinning: on two cores somebody else could make use of the time.
    private readonly ManualResetEventSlim _arrived = new(initialState: false, spinCount: 1);

    /// <param name="capacity">How many writes may wait.</param>
    protected SqlWriter(int capacity)
        => _queue = Channel.CreateBounded<SqlWork>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>Why the last batch could not be committed; null since one was.</summary>
    public abstract string? LastError { get; }

    /// <summary>What would wait longer for its commit is refused at once.</summary>
    public TimeSpan LongestWait { set => _waiting.Longest = value; }

    public int Depth => _queue.Reader.Count;

    /// <summary>Queues the events of one request unless the queue is full, too slow or closed. The task ends after the commit.</summary>
    public bool TryAdd(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken, out Task<AddResult> done)
    {
        var work = new SqlAdd(entries, cancellationToken);
        done = work.Done;
        if (!_waiting.TryJoin(work, Depth))
        {
            return false;
        }

        var isTaken = _queue.Writer.TryWrite(work);
        if (!isTaken)
        {
            _waiting.Leave(work);
        }

        _arrived.Set();
        return isTaken;
    }

    /// <summary>Queues a write, waiting for room. Cancellation counts until its turn comes; what has begun is finished.</summary>
    public Task<T> RunAsync<T>(Func<SqlSession, T> run, CancellationToken cancellationToken) => RunAsync(SqlScope.Any, run, cancellationToken);

    /// <summary>The same for a write that decides something. The scope says what nobody else may decide meanwhile.</summary>
    public async Task<T> RunAsync<T>(SqlScope scope, Func<SqlSession, T> run, CancellationToken cancellationToken)
    {
        var work = new SqlWork<T>(scope, run, cancellationToken);
        await _queue.Writer.WriteAsync(work, cancellationToken);
        _arrived.Set();
        return await work.Done;
    }

    /// <summary>Takes nothing new, finishes what waits, closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _arrived.Set();
        await _ended.Task;
        Close();
        _arrived.Dispose();
    }

    /// <summary>
    /// Called once, when all that a batch needs is there. A thread of its own: most of the time it waits for the disk, and
    /// the pool has hardly more threads than there are processors, which requests need meanwhile.
    /// </summary>
    protected void Start() => new Thread(Loop) { IsBackground = true, Name = GetType().Name }.Start();

    /// <summary>The next write, where one waits.</summary>
    protected bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SqlWork? work)
    {
        if (!_queue.Reader.TryRead(out work))
        {
            return false;
        }

        _waiting.Took(work);
        return true;
    }

    /// <summary>Writes what waits, commits, and answers everybody. Something waits.</summary>
    protected abstract void WriteBatch();

    protected abstract void Close();

    private void Loop()
    {
        while (true)
        {
            // Before the look, so that what arrives after it is not slept through.
            _arrived.Reset();
            while (_queue.Reader.Count > 0)
            {
                _waiting.BatchBegins();
                WriteBatch();
                _waiting.BatchEnds();
            }

            if (_queue.Reader.Completion.IsCompleted)
            {
                _ended.SetResult();
                return;
            }

            _arrived.Wait();
        }
    }
}
