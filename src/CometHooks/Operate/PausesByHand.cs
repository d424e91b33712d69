using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>Pauses a destination and ends its pause, for console, API and command alike, and writes in the audit trail who wanted it.</summary>
internal sealed class PausesByHand(IRecords records, TimeProvider time, DeliveryService? delivery = null)
{
    private const int LongestReason = 200;

    /// <summary>Pauses a destination until that is ended by hand. Its conversions wait; what is under way is finished.</summary>
    public async Task<PauseAnswer> PauseAsync(string name, string? why, string actor)
    {
        why = why?.Trim() ?? "";
        return why.Length > LongestReason ? PauseAnswer.TooLong
            : delivery is null ? PauseAnswer.NotHere
            : !await delivery.PauseAsync(name, why) ? PauseAnswer.Unknown
            : await NotedAsync("pause", name, why.Length == 0 ? "asked for" : $"asked for: {why}", actor);
    }

    /// <summary>Ends a destination's pause; one that is not paused goes on as it does.</summary>
    public async Task<PauseAnswer> ResumeAsync(string name, string actor)
    {
        if (delivery is null)
        {
            return PauseAnswer.NotHere;
        }

        // This hub may not have heard yet of another one's pause.
        var isPaused = delivery.Paused.ContainsKey(name) || (await records.PausesAsync(CancellationToken.None)).ContainsKey(name);
        return !await delivery.ResumeAsync(name) ? PauseAnswer.Unknown
            : isPaused ? await NotedAsync("resume", name, "asked for", actor)
            : PauseAnswer.Done;
    }

    private async Task<PauseAnswer> NotedAsync(string kind, string name, string text, string actor)
    {
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), kind, name, text) { Actor = actor }, CancellationToken.None);
        return PauseAnswer.Done;
    }
}

/// <summary>How it ended that somebody wanted a pause, or its end.</summary>
internal enum PauseAnswer
{
    Done,

    /// <summary>There is no such destination, or it has no token.</summary>
    Unknown,

    /// <summary>This instance leaves delivery to others.</summary>
    NotHere,

    /// <summary>The reason has more than 200 characters.</summary>
    TooLong,
}
