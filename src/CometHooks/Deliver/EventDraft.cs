namespace CometHooks.Deliver;

/// <summary>What a rule made of an event, before it is checked.</summary>
/// <param name="EventName">The Cometly event.</param>
/// <param name="EventTime">The source's time; a field <c>event_time</c> outranks it.</param>
/// <param name="Fields">Field name → string, decimal or bool. Nulls and missing values are left out.</param>
/// <param name="PhoneCountry">The country of national phone numbers, two letters; null: none.</param>
internal sealed record EventDraft(string EventName, DateTimeOffset? EventTime, IReadOnlyDictionary<string, object> Fields, string? PhoneCountry);

/// <summary>A checked draft.</summary>
/// <param name="Event">The event without the fields that were dropped.</param>
/// <param name="Rejections">All reasons why Cometly could never take it; empty: it can go.</param>
/// <param name="Dropped">Field name → why it was left out.</param>
internal sealed record CheckedEvent(CometlyEvent Event, IReadOnlyList<string> Rejections, IReadOnlyDictionary<string, string> Dropped)
{
    /// <summary>The one of the rejections that evidence from elsewhere could heal: nothing tells who the visitor was.</summary>
    public string? Lacking { get; init; }
}
