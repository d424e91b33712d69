using System.Globalization;
using CometHooks.Operate;
using CometHooks.Store;

namespace CometHooks.Cli;

/// <summary>What <c>readiness</c> says to people.</summary>
internal static class ReadinessText
{
    public static void Print(IReadOnlyList<EndpointReadiness> endpoints, string? next)
    {
        if (next is not null)
        {
            Console.Out.WriteLine(next);
            return;
        }

        var table = Report.Table("endpoint", "event", "day (UTC)", "conversions", "score", "comet_token", "fingerprint", "email", "phone", "name", "nothing");
        foreach (var (endpoint, day) in endpoints.SelectMany(e => e.Days.Select(day => (e.Endpoint, day))))
        {
            table.Row(
                endpoint,
                day.EventName,
                day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                $"{day.Conversions}",
                $"{day.Score}",
                Percent(day.CometToken),
                Percent(day.FingerprintAndIp),
                Percent(day.Email),
                Percent(day.Phone),
                Percent(day.Name),
                Percent(day.Nothing));
        }

        Report.Print(table);
        foreach (var endpoint in endpoints)
        {
            Console.Out.WriteLine($"{endpoint.Endpoint}: {Conversions(endpoint.Conversions)}, average score {endpoint.Score} of 100");
            foreach (var missing in endpoint.Missing)
            {
                Console.Out.WriteLine($"  {missing.Name} is missing in {missing.Conversions} ({Percent(missing.Share)}). {missing.Fix}");
            }
        }
    }

    /// <summary>What to do where there is nothing to sum.</summary>
    public static string Next(IEnumerable<EventTypeSeen> types, int days)
    {
        var first = types.MinBy(t => t.FirstAt);
        return first is null
            ? "No event has arrived yet. Paste the hub's webhook URLs into the platforms, or try it with a sample: comethooks send stripe charge.succeeded"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Events arrive since {first.FirstAt:yyyy-MM-dd}, but none became a conversion that counts in {(days == 1 ? "the last day" : $"the last {days} days")}. Look further back with --days, ask comethooks explain EVENT_ID what became of one, or comethooks check whether the events that the rules need are ticked.");
    }

    private static string Conversions(long count) => count == 1 ? "1 conversion" : $"{count} conversions";

    private static string Percent(decimal share) => string.Create(CultureInfo.InvariantCulture, $"{share:0.#%}");
}
