namespace CometHooks.Deliver;

/// <summary>How one POST ended.</summary>
internal sealed record DeliveryResult
{
    public required DeliveryOutcome Outcome { get; init; }

    /// <summary>The answer's status; null where there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What was wrong, in our words: safe to log.</summary>
    public string? Error { get; init; }

    /// <summary>What Cometly said is wrong: may repeat what we sent, so it is stored and never logged.</summary>
    public string? Message { get; init; }

    /// <summary>The answer's body, cut: stored, never logged.</summary>
    public string? Answer { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Whether one of the attempts is used up.</summary>
    public bool UsesAttempt { get; init; }

    /// <summary>Whether Cometly may have processed the event although we were not told so.</summary>
    public bool MayHaveLanded { get; init; }

    /// <summary>With throttled: how long to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What Cometly's headers say of the budget.</summary>
    public RateReading? Rate { get; init; }

    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset EndedAt { get; init; }
}

/// <param name="Limit">X-RateLimit-Limit: requests a minute; null where it is missing or no number.</param>
/// <param name="Remaining">X-RateLimit-Remaining.</param>
internal sealed record RateReading(int? Limit, int? Remaining);
