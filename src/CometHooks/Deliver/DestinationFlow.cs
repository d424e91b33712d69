using CometHooks.Store;

namespace CometHooks.Deliver;

/// <param name="Most">How many conversions may go now.</param>
/// <param name="Probe">Whether the one that goes tests a paused destination.</param>
/// <param name="Wait">With none: how long until that may change by itself.</param>
internal sealed record Allowance(int Most, bool Probe, TimeSpan Wait);

/// <summary>What one destination lets us do now: budget, breaker and pause under one lock.</summary>
internal sealed class DestinationFlow(Budget budget, Breaker breaker, PauseSwitch pause, FlowLog log)
{
    private readonly Lock _lock = new();

    /// <summary>Why the destination is paused; null: it is not.</summary>
    public string? PausedBecause
    {
        get
        {
            lock (_lock)
            {
                return pause.Reason;
            }
        }
    }

    /// <summary>Whether the breaker lets requests through.</summary>
    public bool Closed
    {
        get
        {
            lock (_lock)
            {
                return breaker.Closed;
            }
        }
    }

    /// <summary>What the budget is now.</summary>
    public BudgetState Budget
    {
        get
        {
            lock (_lock)
            {
                return budget.State;
            }
        }
    }

    /// <summary>Whether what was claimed a moment ago may still go.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return pause.Reason is null && breaker.Closed && budget.Wait == TimeSpan.Zero;
            }
        }
    }

    /// <param name="free">Places that are free.</param>
    /// <param name="inFlight">Requests under way.</param>
    public Allowance Allow(int free, int inFlight)
    {
        lock (_lock)
        {
            var most = Math.Min(Math.Min(pause.Allows(free, inFlight), breaker.Allows(free, inFlight)), budget.Available);
            TimeSpan[] waits = [pause.Wait, breaker.Wait, budget.Wait];
            return new Allowance(Math.Max(most, 0), pause.Reason is not null, waits.Max());
        }
    }

    public void Took(int count)
    {
        lock (_lock)
        {
            budget.Take(count);
        }
    }

    /// <summary>Learns from one answer. Null: the pause did not change.</summary>
    public PauseChange? Learn(DeliveryResult result, bool probe)
    {
        lock (_lock)
        {
            budget.Learn(result);
            if (result.RetryAfter is { } wait)
            {
                log.Throttled(wait);
            }

            if (result.Outcome == DeliveryOutcome.Retry)
            {
                if (breaker.Failed())
                {
                    log.Opened();
                }
            }
            else if (breaker.Answered())
            {
                log.Closed();
            }

            return pause.Learn(result, probe);
        }
    }

    public void Restore(string reason)
    {
        lock (_lock)
        {
            pause.Restore(reason);
        }
    }

    /// <summary>Does as another instance decided. A pause by hand also takes the place of one that this instance began by itself, and would end by itself.</summary>
    /// <param name="reason">Why it is paused; null: it is not.</param>
    public void Follow(string? reason)
    {
        lock (_lock)
        {
            if (reason is null)
            {
                pause.Resume();
            }
            else if (pause.Reason is null || DestinationPause.SaysByHand(reason))
            {
                pause.Follow(reason);
            }
        }
    }

    public PauseChange Pause(string why)
    {
        lock (_lock)
        {
            return pause.Pause(why);
        }
    }

    public PauseChange? Resume()
    {
        lock (_lock)
        {
            return pause.Resume();
        }
    }
}
