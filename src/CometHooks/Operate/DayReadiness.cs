using CometHooks.Count;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>The conversions of one event name on one day: which share of them, 0 to 1, carried what.</summary>
internal sealed record DayReadiness
{
    public required string EventName { get; init; }

    /// <summary>In UTC.</summary>
    public required DateOnly Day { get; init; }
    public required long Conversions { get; init; }

    /// <summary>The average of their scores, 0 to 100.</summary>
    public required int Score { get; init; }
    public required decimal CometToken { get; init; }
    public required decimal FingerprintAndIp { get; init; }
    public required decimal Email { get; init; }
    public required decimal Phone { get; init; }
    public required decimal Name { get; init; }

    /// <summary>Nothing by which Cometly recognises anybody.</summary>
    public required decimal Nothing { get; init; }

    public static DayReadiness Of(string eventName, DateOnly day, IReadOnlyCollection<ReadinessSum> sums)
    {
        var conversions = sums.Sum(s => s.Conversions);
        return new DayReadiness
        {
            EventName = eventName,
            Day = day,
            Conversions = conversions,
            Score = Average(sums),
            CometToken = With("comet_token"),
            FingerprintAndIp = With("fingerprint_and_ip"),
            Email = With("email"),
            Phone = With("phone"),
            Name = With("name"),
            Nothing = ShareWhere(s => Readiness.NamesNobody(s.Missing)),
        };

        decimal With(string name) => ShareWhere(s => !s.Missing.Contains(name));

        decimal ShareWhere(Func<ReadinessSum, bool> holds) => Share(sums.Where(holds).Sum(s => s.Conversions), conversions);
    }

    public static decimal Share(long part, long all) => Math.Round((decimal)part / all, 3, MidpointRounding.AwayFromZero);

    public static int Average(IReadOnlyCollection<ReadinessSum> sums) =>
        (int)Math.Round((decimal)sums.Sum(s => s.Score * s.Conversions) / sums.Sum(s => s.Conversions), MidpointRounding.AwayFromZero);
}
