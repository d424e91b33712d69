using CometHooks.Count;

namespace CometHooks.Operate.Replay;

/// <summary>How far a replay is, one line of the answer each. The last one is done, or says what went wrong.</summary>
internal sealed record ReplayProgress : IProgressLine
{
    public bool Done { get; init; }

    /// <summary>How many rows were looked at, and of how many.</summary>
    public long LookedAt { get; init; }
    public long Of { get; init; }

    /// <summary>How many really began: webhooks put back to be mapped, conversions made due, new events. Zero in a preview, and for a new event that its id brought before.</summary>
    public long Started { get; init; }

    /// <summary>With <see cref="ReplayMode.Map"/>.</summary>
    public ReplayTally? Mapped { get; init; }

    /// <summary>With <see cref="ReplayMode.Dead"/>.</summary>
    public DeadTally? Dead { get; init; }

    /// <summary>With <see cref="ReplayMode.New"/>.</summary>
    public NewEvent? New { get; init; }
    public string? Problem { get; init; }
}

/// <param name="Conversions">How many are sent again as they were.</param>
/// <param name="MayHaveLanded">Of those, the ones that Cometly may have processed: under the same key it counts them once.</param>
/// <param name="Destinations">How many at which destination.</param>
internal sealed record DeadTally(long Conversions, long MayHaveLanded, IReadOnlyDictionary<string, long> Destinations);

/// <param name="Of">The delivered conversion.</param>
/// <param name="EventId">The source's event.</param>
/// <param name="EventName">The Cometly event.</param>
/// <param name="Destination">Where it counts once more.</param>
/// <param name="Conversion">The copy; null in a preview.</param>
/// <param name="IdempotencyKey">The copy's key; null in a preview.</param>
internal sealed record NewEvent(long Of, string EventId, string EventName, string Destination, long? Conversion, string? IdempotencyKey);
