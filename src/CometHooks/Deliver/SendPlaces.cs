namespace CometHooks.Deliver;

/// <summary>
/// The places for requests under way to one destination, and how many conversions are claimed beyond them. A place is free
/// again when the answer is there, not when it is recorded. Where answers come faster than claims, a few conversions wait
/// for a place, so that no place waits for a claim: twice as many as were answered while the last claim was made, and
/// where that was for want of more, as many as before. A destination that takes its time gets almost none: what is not
/// claimed can still learn from its siblings.
/// </summary>
/// <param name="concurrency">How many requests may be under way at once.</param>
/// <param name="mostAhead">How many may be claimed beyond that.</param>
/// <param name="mostUnrecorded">How many answers may wait for their record: a store in trouble slows delivery down, as it should.</param>
internal sealed class SendPlaces(int concurrency, int mostAhead, int mostUnrecorded) : IDisposable
{
    private readonly SemaphoreSlim _places = new(concurrency);
    private int _unanswered;
    private int _answered;
    private int _ahead;

    /// <summary>With a budget there is time enough, and nobody takes more out of it than can go at once.</summary>
    public static SendPlaces Of(DestinationOptions destination) =>
        destination.PerMinute == 0 ? new SendPlaces(destination.Concurrency, 256, 256) : new SendPlaces(destination.Concurrency, 0, 0);

    /// <summary>How many more may be claimed. None while more than half of those claimed ahead are left: every claim costs a commit.</summary>
    /// <param name="underWay">What is claimed and not yet recorded.</param>
    public int Wanted(int underWay)
    {
        var wanted = concurrency + _ahead - Volatile.Read(ref _unanswered);
        return wanted <= _ahead / 2 ? 0 : Math.Min(wanted, concurrency + mostAhead + mostUnrecorded - underWay);
    }

    /// <summary>A claim begins.</summary>
    public void Claiming() => Interlocked.Exchange(ref _answered, 0);

    /// <summary>A claim brought so many.</summary>
    public void Claimed(int count)
    {
        var left = Interlocked.Add(ref _unanswered, count) - count;
        var answered = Volatile.Read(ref _answered);
        var kept = left <= 0 ? _ahead : answered >= concurrency ? _ahead * 3 / 4 : 0;
        _ahead = Math.Min(mostAhead, Math.Max(2 * answered, kept));
    }

    /// <summary>Takes a place if one is free.</summary>
    public bool TryEnter() => _places.Wait(TimeSpan.Zero, CancellationToken.None);

    /// <summary>Waits for a place. False: nobody waits any more.</summary>
    public async Task<bool> EnterAsync(CancellationToken waiting)
    {
        try
        {
            await _places.WaitAsync(waiting);
            return true;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _unanswered);
            return false;
        }
    }

    /// <summary>Answered, or not to be sent after all.</summary>
    public void Leave()
    {
        // In this order: who is wanted finds a place.
        _places.Release();
        Interlocked.Increment(ref _answered);
        Interlocked.Decrement(ref _unanswered);
    }

    public void Dispose() => _places.Dispose();
}
