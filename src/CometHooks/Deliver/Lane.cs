namespace CometHooks.Deliver;

/// <summary>What waits together: no lane can be starved by another.</summary>
internal enum Lane
{
    /// <summary>Money and bookings.</summary>
    Money,

    /// <summary>Leads.</summary>
    Leads,

    /// <summary>What a visitor did on the way.</summary>
    Browse,

    /// <summary>Replays: they never push live events back.</summary>
    Replay,
}
