using System.Text.Json;
using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>How well Cometly can attribute a conversion by what it carries: 0 to 100, and what is missing by name.</summary>
internal sealed record Readiness(int Score, IReadOnlyList<string> Missing)
{
    /// <summary>As the store keeps it.</summary>
    public string MissingJson => JsonSerializer.Serialize(Missing);

    public static Readiness Of(CometlyEvent e)
    {
        (string Name, int Points, bool IsThere)[] parts =
        [
            ("comet_token", 50, e.Visitor.CometToken is not null),
            ("fingerprint_and_ip", 20, e.Visitor is { Fingerprint: not null, Ip: not null }),
            ("email", 20, e.Person.Email is not null),
            ("phone", 5, e.Person.Phone is not null),
            ("name", 5, e.Person.FullName is not null || e.Person.FirstName is not null || e.Person.LastName is not null),
        ];
        return new Readiness(parts.Where(p => p.IsThere).Sum(p => p.Points), [.. parts.Where(p => !p.IsThere).Select(p => p.Name)]);
    }

    /// <summary>All that can be missing, what tells most first.</summary>
    public static IReadOnlyList<string> Names { get; } = Of(new CometlyEvent { EventName = "purchase" }).Missing;

    /// <summary>Whether this is missing all by which Cometly recognises anybody: it refuses such an event.</summary>
    public static bool NamesNobody(IReadOnlyCollection<string> missing) =>
        missing.Contains("comet_token") && missing.Contains("fingerprint_and_ip") && missing.Contains("email");
}
