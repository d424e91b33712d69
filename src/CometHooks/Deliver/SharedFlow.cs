using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>
/// What the instances that deliver to one destination know together: one budget for all of them, and that it is paused. Each
/// of them probes a paused destination by itself, and the first probe that is answered ends the pause for all. No probe ends
/// a pause by hand, whichever of them was told of it.
/// </summary>
internal sealed partial class SharedFlow(
    string destination, int perMinute, IBudgets budgets, IRecords records, DestinationFlow flow, TimeProvider time, ILogger<SharedFlow> logger)
{
    private static readonly TimeSpan FollowEvery = TimeSpan.FromSeconds(1);
    private long? _followed;
    private volatile string? _pausedBecause;
    private volatile bool _isOld;

    /// <summary>Takes over what another instance wrote about pauses. What this one just decided and not yet wrote stands.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (!_isOld && _followed is { } last && time.GetElapsedTime(last) < FollowEvery)
        {
            return;
        }

        _isOld = false;
        var before = _pausedBecause;
        var reason = (await records.PausesAsync(cancellationToken)).GetValueOrDefault(destination)?.Reason;
        _followed = time.GetTimestamp();

        // What was read while this instance wrote is old: the next look tells.
        if (reason != before && ReferenceEquals(before, _pausedBecause))
        {
            _pausedBecause = reason;
            flow.Follow(reason);
        }
    }

    /// <summary>A probe was answered: before anything goes after it, the next look tells whether another instance was paused by hand meanwhile.</summary>
    public void LookAgain() => _isOld = true;

    /// <summary>This instance has written that, so whatever else is read from now on is another one's decision.</summary>
    public void Wrote(string? reason) => _pausedBecause = reason;

    /// <summary>Takes at most so many requests out of the budget. With none: how long until there may be one.</summary>
    public Task<BudgetGrant> TakeAsync(int most, CancellationToken cancellationToken) => budgets.UseAsync(
        destination,
        perMinute,
        budget =>
        {
            var taken = Math.Max(0, Math.Min(most, budget.Available));
            budget.Take(taken);
            return new BudgetGrant(taken, taken > 0 ? TimeSpan.Zero : budget.Wait);
        },
        cancellationToken);

    /// <summary>The budget as it is.</summary>
    public Task<BudgetState> ReadAsync(CancellationToken cancellationToken) => budgets.UseAsync(destination, perMinute, budget => budget.State, cancellationToken);

    /// <summary>What was taken and not used.</summary>
    public Task GiveBackAsync(int count) => Use(budget => budget.GiveBack(count));

    /// <summary>Lets all instances know what an answer says of the budget. Never throws: the answer itself must be recorded.</summary>
    public async Task LearnAsync(DeliveryResult result)
    {
        if (perMinute == 0 || (result.RetryAfter is null && result.Rate is null))
        {
            return;
        }

        try
        {
            await Use(budget => budget.Learn(result));
        }
        catch (Exception e)
        {
            Log.NotLearned(logger, e, destination);
        }
    }

    private Task<bool> Use(Action<Budget> use) => budgets.UseAsync(
        destination,
        perMinute,
        budget =>
        {
            use(budget);
            return true;
        },
        CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "What {Destination} said of its budget could not be told to the other instances")]
        public static partial void NotLearned(ILogger logger, Exception exception, string destination);
    }
}

/// <param name="Taken">How many requests may go.</param>
/// <param name="Wait">With none: how long until one may.</param>
internal sealed record BudgetGrant(int Taken, TimeSpan Wait);
