using System.Text.Json;
using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>How well Cometly can attribute a conversion by what it carries: 0 to 100, and what is missing by name.</summary>
internal sealed record Readiness(int Score, IReadOnlyList<string> Missing)
{
    private static readonly (string Name, int Points)[] Parts = [("comet_token", 50), ("fingerprint_and_ip", 20), ("email", 20), ("phone", 5), ("name", 5)];

    // For each set of parts that are there.
    private static readonly Readiness[] All = [.. Enumerable.Range(0, 1 << Parts.Length).Select(Of)];

    /// <summary>As the store keeps it.</summary>
    public string MissingJson { get; } = JsonSerializer.Serialize(Missing);

    public static Readiness Of(CometlyEvent e)
    {
        ReadOnlySpan<bool> isThere =
        [
            e.Visitor.CometToken is not null,
            e.Visitor is { Fingerprint: not null, Ip: not null },
            e.Person.Email is not null,
            e.Person.Phone is not null,
            e.Person.FullName is not null || e.Person.FirstName is not null || e.Person.LastName is not null,
        ];
        var set = 0;
        for (var part = 0; part < isThere.Length; part++)
        {
            set |= isThere[part] ? 1 << part : 0;
        }

        return All[set];
    }

    private static Readiness Of(int set)
    {
        var parts = Parts.Select((part, i) => (part.Name, part.Points, IsThere: (set & (1 << i)) != 0)).ToList();
        return new Readiness(parts.Where(p => p.IsThere).Sum(p => p.Points), [.. parts.Where(p => !p.IsThere).Select(p => p.Name)]);
    }

    /// <summary>All that can be missing, what tells most first.</summary>
    public static IReadOnlyList<string> Names { get; } = All[0].Missing;

    /// <summary>Whether this is missing all by which Cometly recognises anybody: it refuses such an event.</summary>
    public static bool NamesNobody(IReadOnlyCollection<string> missing) =>
        missing.Contains("comet_token") && missing.Contains("fingerprint_and_ip") && missing.Contains("email");
}
