namespace CometHooks.Store;

/// <summary>Reads how well conversions can be attributed, and which event types arrive. Never on the path of a webhook.</summary>
internal interface IReadinessArchive
{
    /// <summary>
    /// The conversions made since then that count, or would if they told who the visitor was: alike ones in one row.
    /// What siblings, money guards or Cometly itself took out says nothing about the merchant's pages.
    /// </summary>
    Task<IReadOnlyList<ReadinessSum>> ReadinessAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Which types ever arrived at which endpoint, and since when; by endpoint and type.</summary>
    Task<IReadOnlyList<EventTypeSeen>> EventTypesAsync(CancellationToken cancellationToken);
}

/// <param name="Endpoint">Where the events came in.</param>
/// <param name="Source">Its source then.</param>
/// <param name="EventName">The Cometly event.</param>
/// <param name="Day">The day on which the conversions were made, in UTC.</param>
/// <param name="Score">The readiness of each of them.</param>
/// <param name="Missing">What each of them lacks.</param>
/// <param name="Conversions">How many they are.</param>
internal sealed record ReadinessSum(
    string Endpoint, string Source, string EventName, DateOnly Day, int Score, IReadOnlyList<string> Missing, long Conversions);

internal sealed record EventTypeSeen(string Endpoint, string Type, DateTimeOffset FirstAt);
