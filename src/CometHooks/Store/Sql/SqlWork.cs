namespace CometHooks.Store.Sql;

/// <summary>One write that waits for its turn, and the caller who waits for its commit.</summary>
internal abstract class SqlWork(SqlScope scope)
{
    public SqlScope Scope => scope;

    /// <summary>The caller gave up before the turn came: nobody would learn what it did, so it is not done.</summary>
    public abstract bool Abandoned { get; }

    /// <summary>Does it, within the batch's transaction. Where that is rolled back it may be done again.</summary>
    public abstract void Run(SqlSession session);

    /// <summary>Nothing of it was or will be kept.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>The commit has happened: the caller gets the result, or what <see cref="Fail"/> was told.</summary>
    public abstract void Answer();
}

internal class SqlWork<T>(SqlScope scope, Func<SqlSession, T> run, CancellationToken cancellationToken) : SqlWork(scope)
{
    // The writer must not run its callers' code.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Done => _done.Task;

    public override bool Abandoned => cancellationToken.IsCancellationRequested;

    public override void Run(SqlSession session) => Result(run(session));

    public override void Fail(Exception reason) => _failure = reason;

    public override void Answer()
    {
        switch (_failure)
        {
            case null:
                _done.TrySetResult(_result!);
                break;
            case OperationCanceledException:
                _done.TrySetCanceled(cancellationToken);
                break;
            default:
                _done.TrySetException(_failure);
                break;
        }
    }

    /// <summary>What the caller gets after the commit.</summary>
    public void Result(T result) => _result = result;
}
