using System.Globalization;
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
            : await NotedAsync("pause", name, why.Length == 0 ? DestinationPause.ByHand : $"{DestinationPause.ByHand}: {why}", actor);
    }

    /// <summary>Ends a destination's pause, and sends what waits only because the destination was wrong; one that is not paused goes on as it does.</summary>
    public async Task<ResumeAnswer> ResumeAsync(string name, string actor)
    {
        if (delivery is null)
        {
            return new ResumeAnswer(PauseAnswer.NotHere);
        }

        // This hub may not have heard yet of another one's pause.
        var isPaused = delivery.Paused.ContainsKey(name) || (await records.PausesAsync(CancellationToken.None)).ContainsKey(name);
        if (await delivery.ResumeAsync(name) is not { } freed)
        {
            return new ResumeAnswer(PauseAnswer.Unknown);
        }

        var answer = new ResumeAnswer(PauseAnswer.Done, freed);
        if (isPaused || freed > 0)
        {
            await NotedAsync("resume", name, $"{DestinationPause.ByHand}: delivery {answer.Text}", actor);
        }

        return answer;
    }

    private async Task<PauseAnswer> NotedAsync(string kind, string name, string text, string actor)
    {
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), kind, name, text) { Actor = actor }, CancellationToken.None);
        return PauseAnswer.Done;
    }
}

/// <param name="Outcome">How it ended that somebody wanted a pause's end.</param>
/// <param name="Freed">How many conversions waited only for that: they are sent now.</param>
internal sealed record ResumeAnswer(PauseAnswer Outcome, int Freed = 0)
{
    /// <summary>What holds now, after the destination's name.</summary>
    public string Text => Freed switch
    {
        0 => "goes on",
        1 => "goes on; 1 that waited is sent now",
        _ => string.Create(CultureInfo.InvariantCulture, $"goes on; {Freed:n0} that waited are sent now"),
    };
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
