using CometHooks.Configuration;
using CometHooks.Deliver;

namespace CometHooks.Cli;

/// <summary>Warns where one sale or booking could count twice because two endpoints do not share a ledger.</summary>
internal static class LedgerWarnings
{
    public static IEnumerable<Problem> Of(ConfiguredHub hub) =>
        from target in hub.Options.Endpoints.Keys.Select(hub.Targets.Find).OfType<Map.MapTarget>()
        from eventName in target.Mapping.Rules.Select(r => r.Send).OfType<string>().Distinct()
        where CometlyEventNames.All[eventName] == Lane.Money
        group target by (target.DestinationName, EventName: eventName) into senders
        let ledgers = senders.Select(t => t.Ledger ?? $"(of {t.Endpoint})").Distinct().Count()
        where ledgers > 1
        select new Problem(
            Path.Combine(hub.Folder, HubConfiguration.FileName).Replace('\\', '/'),
            0,
            0,
            $"endpoints {Names([.. senders.Select(t => t.Endpoint)])} {(senders.Count() == 2 ? "both" : "all")} send '{senders.Key.EventName}' to '{senders.Key.DestinationName}' and count apart. If one sale can arrive at more than one of them, give them the same ledger (for example ledger: shop-and-stripe) and rules whose once_per gives the same id.");

    private static string Names(string[] names) => $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
