using CometHooks.Count;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>How well Cometly can attribute what comes from one endpoint, and what would make it better.</summary>
internal sealed record EndpointReadiness
{
    public required string Endpoint { get; init; }
    public required long Conversions { get; init; }

    /// <summary>The average of their scores, 0 to 100.</summary>
    public required int Score { get; init; }
    public required IReadOnlyList<DayReadiness> Days { get; init; }

    /// <summary>What is missing at all, most often first.</summary>
    public required IReadOnlyList<MissingIdentity> Missing { get; init; }

    /// <param name="sums">What the store has.</param>
    /// <param name="adapter">The adapter of a source; null where it is not loaded any more.</param>
    public static IReadOnlyList<EndpointReadiness> Of(IEnumerable<ReadinessSum> sums, Func<string, ISourceAdapter?> adapter) =>
        [.. sums.GroupBy(s => s.Endpoint).Select(endpoint => Of(endpoint.Key, [.. endpoint], adapter))];

    private static EndpointReadiness Of(string endpoint, List<ReadinessSum> sums, Func<string, ISourceAdapter?> adapter)
    {
        var conversions = sums.Sum(s => s.Conversions);
        var source = sums[^1].Source;
        return new EndpointReadiness
        {
            Endpoint = endpoint,
            Conversions = conversions,
            Score = DayReadiness.Average(sums),
            Days = [.. sums.GroupBy(s => (s.EventName, s.Day)).Select(day => DayReadiness.Of(day.Key.EventName, day.Key.Day, [.. day]))],
            Missing =
            [
                .. Readiness.Names
                    .Select(name => (Name: name, Count: sums.Where(s => s.Missing.Contains(name)).Sum(s => s.Conversions)))
                    .Where(missing => missing.Count > 0)
                    .OrderByDescending(missing => missing.Count)
                    .Select(missing => new MissingIdentity(
                        missing.Name, missing.Count, DayReadiness.Share(missing.Count, conversions), ReadinessAdvice.For(missing.Name, adapter(source)))),
            ],
        };
    }
}

/// <param name="Name">What is missing.</param>
/// <param name="Conversions">In how many conversions.</param>
/// <param name="Share">In which share of all of them, 0 to 1.</param>
/// <param name="Fix">What would change that.</param>
internal sealed record MissingIdentity(string Name, long Conversions, decimal Share, string Fix);
