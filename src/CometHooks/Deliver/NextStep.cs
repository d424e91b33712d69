using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>What follows from an answer for the conversion: its next state, and when it is due again.</summary>
/// <remarks>
/// An answer that the destination is wrong costs no attempt, but the conversion that got it waits, each time twice as
/// long: should it alone be answered so, all others go first after the resume, and the pauses that it causes become
/// rare instead of following one another. After a repair it goes when its wait is over, or at once when somebody resumes.
/// </remarks>
internal sealed class NextStep(RetrySchedule schedule)
{
    private static readonly TimeSpan LongestAside = TimeSpan.FromHours(6);

    /// <param name="entry">What was sent.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="failedProbe">Whether it tested a paused destination that stays paused: then the answer says nothing of the conversion.</param>
    public AttemptRecord After(OutboxEntry entry, DeliveryResult result, bool failedProbe)
    {
        var used = entry.AttemptsUsed + (result.UsesAttempt ? 1 : 0);
        var record = new AttemptRecord
        {
            ConversionId = entry.Id,
            Destination = entry.Destination,
            Lease = entry.Lease,
            StartedAt = result.StartedAt,
            EndedAt = result.EndedAt,
            Outcome = result.Outcome,
            Status = result.Status,
            RequestId = result.RequestId,
            Answer = result.Answer,
            Error = result.Error,
            UsesAttempt = result.UsesAttempt,
            MayHaveLanded = result.MayHaveLanded,
            NextState = ConversionState.Pending,
        };

        if (failedProbe && result.Outcome is DeliveryOutcome.Destination or DeliveryOutcome.Rejected)
        {
            // Back in line behind the others: the next probe is another conversion, so that a single one cannot keep a destination paused.
            return record with { UsesAttempt = false, DueAt = result.EndedAt + PauseSwitch.ProbeEvery, Reason = result.Error };
        }

        return result.Outcome switch
        {
            DeliveryOutcome.Delivered => record with { NextState = ConversionState.Delivered },
            DeliveryOutcome.Rejected => record with
            {
                NextState = ConversionState.Rejected,
                Reason = result.Message is null ? $"Cometly {result.Error}" : $"Cometly {result.Error}: {result.Message}",
            },
            DeliveryOutcome.Throttled => record with { DueAt = result.EndedAt + (result.RetryAfter ?? TimeSpan.Zero), Reason = result.Error },
            DeliveryOutcome.Destination => record with { DueAt = result.EndedAt + Aside(entry.DestinationAttempts), Reason = result.Error },
            _ when result.UsesAttempt && used >= RetrySchedule.MostAttempts => record with
            {
                NextState = ConversionState.Dead,
                Reason = $"dead: {used} attempts used up, the last one {(result.MayHaveLanded ? "may have landed" : "did not land")}: {result.Error}",
            },
            _ => record with { DueAt = result.EndedAt + schedule.Delay(Math.Max(used, 1)), Reason = result.Error },
        };
    }

    // 5 min, 10, 20 … 6 h.
    private static TimeSpan Aside(int destinationAttempts)
    {
        var wait = PauseSwitch.ProbeEvery * (1L << Math.Min(destinationAttempts, 10));
        return wait < LongestAside ? wait : LongestAside;
    }
}
