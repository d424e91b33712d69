using System.Globalization;
using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Cli;

/// <summary>Warns where rules wait for events that never arrive although others do: then nobody ticked them at the platform.</summary>
internal static class UntickedWarnings
{
    /// <summary>What the store of this configuration shows; nothing where there is none, or none that can be read: other commands say that.</summary>
    public static async Task<IReadOnlyList<Problem>> OfAsync(ConfiguredHub hub, CancellationToken cancellationToken)
    {
        if (hub.Configuration is null || IsMissing(hub.Options.Store))
        {
            return [];
        }

        try
        {
            var store = await StoreOpening.ReadAsync(hub.Options.Store, TimeProvider.System, cancellationToken);
            var seen = await store.EventTypesAsync(cancellationToken);
            return [.. hub.Options.Endpoints.Keys.Select(hub.Targets.Find).OfType<MapTarget>().SelectMany(target => Of(target, seen))];
        }
        catch (StoreRefusedException)
        {
            return [];
        }
    }

    /// <summary>One line for the rules that wait for the same types. A rule of several types has what it needs when one of them arrives.</summary>
    public static IEnumerable<Problem> Of(MapTarget target, IEnumerable<EventTypeSeen> seen)
    {
        var arrived = seen.Where(s => s.Endpoint == target.Endpoint).ToDictionary(s => s.Type, s => s.FirstAt, StringComparer.Ordinal);
        if (arrived.Count == 0)
        {
            yield break;
        }

        var since = arrived.Values.Min().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var rules in target.Mapping.Rules.Where(r => !r.On.Any(arrived.ContainsKey)).GroupBy(r => string.Join(" or ", r.On.Order(StringComparer.Ordinal))))
        {
            var names = string.Join(" and ", rules.Select(r => $"'{r.Name}'"));
            yield return new Problem(
                target.Mapping.Name,
                rules.First().Line,
                1,
                $"endpoint '{target.Endpoint}' has received events since {since}, but never {rules.Key}, which {(rules.Count() == 1 ? $"rule {names} needs" : $"rules {names} need")}: tick it at {Platform(target.Mapping.Source)}, or take the {(rules.Count() == 1 ? "rule" : "rules")} out if nothing of the kind happens.");
        }
    }

    private static bool IsMissing(StoreOptions store) => store.Provider == StoreOpening.Postgres ? store.Connection.Length == 0 : !File.Exists(store.Path);

    private static string Platform(string source) => char.ToUpperInvariant(source[0]) + source[1..];
}
