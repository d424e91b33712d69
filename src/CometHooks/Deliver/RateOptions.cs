namespace CometHooks.Deliver;

/// <summary>What one unit of a currency counts for at a destination, from a day on.</summary>
internal sealed record RateOptions
{
    /// <summary>The currency that is converted: three letters.</summary>
    public string From { get; init; } = "";

    /// <summary>How much of the destination's currency one unit is.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The first day, in UTC, whose events the rate is for.</summary>
    public DateOnly? Since { get; init; }
}
