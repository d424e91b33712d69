namespace CometHooks.Operate.Diff;

/// <summary>How two mappings differ in what they make of the same webhooks.</summary>
/// <param name="Before">The mapping before, and how much it would send.</param>
/// <param name="After">The mapping after.</param>
/// <param name="Events">Per Cometly event what differs; all events that either side sends, by name.</param>
/// <param name="Money">The sums per event and currency.</param>
internal sealed record MappingDifference(ComparedMapping Before, ComparedMapping After, IReadOnlyList<EventDifference> Events, IReadOnlyList<MoneyDifference> Money)
{
    public int Gained => Events.Sum(e => e.Gained.Sum(g => g.Count));

    public int Lost => Events.Sum(e => e.Lost.Sum(g => g.Count));

    public int Changed => Events.Sum(e => e.Changed);

    /// <summary>Gained, lost and changed ones of a hundred that there were before; null where there were none and now are some.</summary>
    public decimal? Percent => (Gained + Lost + Changed, Before.Conversions) switch
    {
        (0, _) => 0,
        (_, 0) => null,
        var (differ, conversions) => 100m * differ / conversions,
    };

    /// <summary>Whether more than so many of a hundred differ.</summary>
    public bool Exceeds(decimal percent) => Percent is not { } differ || differ > percent;
}

/// <param name="Mapping">The mapping's file.</param>
/// <param name="Version">Its version.</param>
/// <param name="Conversions">How many conversions would be sent.</param>
/// <param name="Readiness">Their average readiness; null where there are none.</param>
/// <param name="FailedWebhooks">For how many webhooks a rule could not be evaluated.</param>
internal sealed record ComparedMapping(string Mapping, string Version, int Conversions, decimal? Readiness, int FailedWebhooks);

/// <param name="EventName">The Cometly event.</param>
/// <param name="Before">How many were sent.</param>
/// <param name="After">How many are.</param>
/// <param name="ReadinessBefore">Their average readiness; null where there are none.</param>
/// <param name="ReadinessAfter">The same after.</param>
/// <param name="Gained">What is sent only after.</param>
/// <param name="Lost">What was sent only before.</param>
/// <param name="Changed">How many conversions of both sides differ in a field.</param>
/// <param name="Fields">In which; what differs most first.</param>
internal sealed record EventDifference(
    string EventName,
    int Before,
    int After,
    decimal? ReadinessBefore,
    decimal? ReadinessAfter,
    IReadOnlyList<ConversionGroup> Gained,
    IReadOnlyList<ConversionGroup> Lost,
    int Changed,
    IReadOnlyList<FieldDifference> Fields);

/// <param name="Rule">The rule that makes them, or did.</param>
/// <param name="Why">What the other side did instead.</param>
/// <param name="Count">How many.</param>
/// <param name="Examples">Event ids of some.</param>
internal sealed record ConversionGroup(string Rule, string Why, int Count, IReadOnlyList<string> Examples);

/// <param name="Field">The field.</param>
/// <param name="Lost">How many have it no more.</param>
/// <param name="Changed">How many have another value.</param>
/// <param name="Gained">How many did not have it.</param>
/// <param name="Rules">The rules that read it, or did.</param>
/// <param name="Examples">Some of them.</param>
internal sealed record FieldDifference(string Field, int Lost, int Changed, int Gained, IReadOnlyList<string> Rules, IReadOnlyList<FieldExample> Examples);

internal sealed record FieldExample(string EventId, string? Before, string? After);

internal sealed record MoneyDifference(string EventName, string Currency, decimal Before, decimal After);
