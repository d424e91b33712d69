namespace CometHooks.Deliver;

/// <summary>
/// How many requests a destination takes a minute: a token bucket that learns from Cometly's headers. The limit of this
/// API is not documented, so it starts at the configured number. Not safe for several threads: <see cref="DestinationFlow"/> owns it.
/// </summary>
internal sealed class Budget
{
    private readonly TimeProvider _time;
    private readonly int _configured;
    private readonly bool _unlimited;
    private double _perMinute;
    private double _tokens;
    private long _filledAt;
    private long _blockedAt;
    private TimeSpan _blockedFor;

    /// <param name="perMinute">Where it starts; 0: no budget, whatever the headers say.</param>
    /// <param name="time">The clock.</param>
    public Budget(int perMinute, TimeProvider time)
    {
        _time = time;
        _configured = perMinute;
        _unlimited = perMinute == 0;
        _perMinute = perMinute;
        _tokens = perMinute;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>Goes on where it was left so long ago. Another configured number begins anew, with no more tokens than there were.</summary>
    public Budget(int perMinute, TimeProvider time, BudgetState state, TimeSpan ago)
        : this(perMinute, time)
    {
        _perMinute = state.Configured == perMinute ? state.PerMinute : perMinute;
        _tokens = Math.Min(_perMinute, state.Tokens + (ago.TotalMinutes * _perMinute));
        Block(state.BlockedFor - ago);
    }

    /// <summary>All that it knows.</summary>
    public BudgetState State
    {
        get
        {
            Fill();
            return new BudgetState(_configured, _perMinute, _tokens, Blocked > TimeSpan.Zero ? Blocked : TimeSpan.Zero);
        }
    }

    /// <summary>Requests that may go now.</summary>
    public int Available
    {
        get
        {
            if (Blocked > TimeSpan.Zero)
            {
                return 0;
            }

            Fill();
            return _unlimited ? int.MaxValue : (int)_tokens;
        }
    }

    /// <summary>How long until one may go; zero: now.</summary>
    public TimeSpan Wait
    {
        get
        {
            var blocked = Blocked;
            Fill();
            var filling = _unlimited || _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMinutes((1 - _tokens) / _perMinute);
            var longer = blocked > filling ? blocked : filling;
            return longer > TimeSpan.Zero ? longer : TimeSpan.Zero;
        }
    }

    public void Take(int count)
    {
        Fill();
        _tokens -= count;
    }

    /// <summary>What was taken and did not go.</summary>
    public void GiveBack(int count)
    {
        Fill();
        _tokens = Math.Min(_perMinute, _tokens + count);
    }

    /// <summary>Takes over what one answer says.</summary>
    public void Learn(DeliveryResult result)
    {
        if (result.Rate is { } rate)
        {
            Learn(rate);
        }

        if (result.RetryAfter is { } wait)
        {
            Block(wait);
        }
    }

    /// <summary>Takes over what the headers say: the limit as it is, and never more tokens than Cometly says remain.</summary>
    public void Learn(RateReading rate)
    {
        if (_unlimited)
        {
            return;
        }

        Fill();
        if (rate.Limit is > 0)
        {
            _perMinute = rate.Limit.Value;
            _tokens = Math.Min(_tokens, _perMinute);
        }

        if (rate.Remaining is >= 0)
        {
            _tokens = Math.Min(_tokens, rate.Remaining.Value);
        }
    }

    /// <summary>Nothing goes for so long: Cometly said 429.</summary>
    public void Block(TimeSpan wait)
    {
        if (wait > Blocked)
        {
            (_blockedAt, _blockedFor) = (_time.GetTimestamp(), wait);
        }
    }

    // By the time that passes, as all of this: a clock that is set back must neither stop the filling nor prolong a wait.
    private TimeSpan Blocked => _blockedFor - _time.GetElapsedTime(_blockedAt);

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_perMinute, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalMinutes * _perMinute));
        _filledAt = now;
    }
}
