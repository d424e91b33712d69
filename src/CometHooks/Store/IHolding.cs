namespace CometHooks.Store;

/// <summary>Where conversions wait for evidence of who the visitor was.</summary>
internal interface IHolding
{
    /// <summary>Ends the waiting of held conversions whose time is up: pending, or rejected where still nothing tells who the visitor was.</summary>
    Task<ReleasedHeld> ReleaseDueAsync(int most, CancellationToken cancellationToken);

    /// <summary>Forgets identities that nothing has used since. Gives how many.</summary>
    Task<int> ForgetIdentitiesAsync(DateTimeOffset unusedSince, int most, CancellationToken cancellationToken);
}

/// <param name="Released">How many stopped waiting.</param>
/// <param name="Destinations">Where something is due now.</param>
/// <param name="NextDueAt">When the next one's time is up; null where none waits.</param>
internal sealed record ReleasedHeld(int Released, IReadOnlyList<string> Destinations, DateTimeOffset? NextDueAt);
