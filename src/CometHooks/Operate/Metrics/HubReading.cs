using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate.Metrics;

/// <summary>How things stand: what gauges show and alerts are decided by.</summary>
internal sealed record HubReading
{
    public required DateTimeOffset At { get; init; }
    /// <summary>The open alerts, read before all else: what follows is never older.</summary>
    public required IReadOnlyList<OpenAlert> Alerts { get; init; }
    public required WaitingNow Waiting { get; init; }
    public required IReadOnlyDictionary<string, DestinationPause> Pauses { get; init; }

    /// <summary>Destination → its budget, where this instance delivers.</summary>
    public required IReadOnlyDictionary<string, BudgetState> Budgets { get; init; }

    /// <summary>Endpoint → its newest webhook.</summary>
    public required IReadOnlyDictionary<string, LastWebhook> LastWebhooks { get; init; }

    /// <summary>How old the oldest conversion is that waits to be sent, throttled ones and those of paused destinations too.</summary>
    public TimeSpan OldestConversion => Age(Waiting.OldestPending);

    /// <summary>How old the oldest webhook is that waits to be mapped.</summary>
    public TimeSpan OldestWebhook => Age(Waiting.OldestStored);

    private TimeSpan Age(DateTimeOffset? since) => since < At ? At - since.Value : TimeSpan.Zero;
}
