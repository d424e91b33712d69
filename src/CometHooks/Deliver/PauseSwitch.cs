using CometHooks.Store;

namespace CometHooks.Deliver;

/// <param name="Reason">Why the destination paused; null: it resumed.</param>
/// <param name="ByHand">Whether somebody told it to.</param>
internal sealed record PauseChange(string? Reason, bool ByHand = false);

/// <summary>
/// Whether a destination is paused: its token or URL is wrong, or it refuses everything alike. Every five minutes one
/// conversion probes; a pause by hand ends by hand. Not safe for several threads: <see cref="DestinationFlow"/> owns it.
/// </summary>
internal sealed class PauseSwitch(TimeProvider time)
{
    public const int AlikeToPause = 20;
    public static readonly TimeSpan ProbeEvery = TimeSpan.FromMinutes(5);
    private const string ByHand = DestinationPause.ByHand;
    private const string AlikeReason = "rejections alike in a row";
    private int _alike;
    private string? _lastRejection;
    private long _since;
    private TimeSpan _probeAfter;

    /// <summary>Why it is paused; null: it is not.</summary>
    public string? Reason { get; private set; }

    private bool IsByHand => DestinationPause.SaysByHand(Reason);

    private bool ForRejections => Reason?.Contains(AlikeReason, StringComparison.Ordinal) == true;

    /// <summary>How long until the next probe; zero: now, or not paused.</summary>
    /// <remarks>By the time that passes, not by the clock on the wall, which somebody may set back.</remarks>
    public TimeSpan Wait => IsByHand ? ProbeEvery : Reason is not null && time.GetElapsedTime(_since) is var paused && paused < _probeAfter ? _probeAfter - paused : TimeSpan.Zero;

    public int Allows(int free, int inFlight) => Reason is null ? free : IsByHand ? 0 : inFlight == 0 && Wait == TimeSpan.Zero ? Math.Min(free, 1) : 0;

    /// <summary>Takes over a pause from before the start; the first probe goes at once.</summary>
    public void Restore(string reason)
    {
        Reason = reason;
        _probeAfter = TimeSpan.Zero;
    }

    /// <summary>Takes over a pause of another instance, which has just had its answer: the first probe waits.</summary>
    public void Follow(string reason) => Switch(reason);

    /// <summary>By hand, until it is ended by hand: nothing probes.</summary>
    public PauseChange Pause(string why) => Switch(why.Length == 0 ? ByHand : $"{ByHand}: {why}") with { ByHand = true };

    /// <summary>By hand.</summary>
    public PauseChange? Resume()
    {
        _alike = 0;
        _lastRejection = null;
        return Reason is null ? null : Switch(null) with { ByHand = true };
    }

    /// <summary>Draws the conclusion from one answer. Null: nothing changed.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="probe">Whether this was a probe: answers to requests from before the pause do not end it.</param>
    public PauseChange? Learn(DeliveryResult result, bool probe)
    {
        CountAlike(result);
        if (Reason is null)
        {
            return result.Outcome == DeliveryOutcome.Destination ? Switch(result.Error)
                : _alike >= AlikeToPause ? Switch($"{AlikeToPause} {AlikeReason}: answered {result.Status}")
                : null;
        }

        // A probe that was under way when somebody paused by hand is no word of his.
        if (!probe || IsByHand)
        {
            return null;
        }

        // A refusal of one event shows that token and URL are right, but it cannot end a pause for refusals.
        if (result.Outcome == DeliveryOutcome.Delivered || (result.Outcome == DeliveryOutcome.Rejected && !ForRejections))
        {
            return Resume()! with { ByHand = false };
        }

        (_since, _probeAfter) = (time.GetTimestamp(), ProbeEvery);
        return null;
    }

    private void CountAlike(DeliveryResult result)
    {
        if (result.Outcome == DeliveryOutcome.Delivered)
        {
            _alike = 0;
            _lastRejection = null;
        }
        else if (result.Outcome == DeliveryOutcome.Rejected)
        {
            var rejection = $"{result.Status} {result.Message}";
            _alike = rejection == _lastRejection ? _alike + 1 : 1;
            _lastRejection = rejection;
        }
    }

    private PauseChange Switch(string? reason)
    {
        Reason = reason;
        (_since, _probeAfter) = (time.GetTimestamp(), ProbeEvery);
        return new PauseChange(reason);
    }
}
