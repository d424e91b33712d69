using System.Globalization;
using CometHooks.Operate.Diff;

namespace CometHooks.Cli.Diff;

/// <summary>Prints a difference for people: first how much, then event by event, then money and readiness.</summary>
internal static class DiffText
{
    private const string Time = "yyyy-MM-dd HH:mm";

    /// <param name="webhooks">What was compared.</param>
    /// <param name="difference">The difference.</param>
    /// <param name="show">Field and value → the value as it may be shown.</param>
    public static void Print(ComparedWebhooks webhooks, MappingDifference difference, Func<string, string, string> show)
    {
        var (before, after) = (difference.Before, difference.After);
        Console.WriteLine($"endpoint  {webhooks.Endpoint}: {webhooks.Count} webhooks, {webhooks.From.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)} to {webhooks.To.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)} UTC");
        Console.WriteLine($"before    {before.Mapping}, version {before.Version}: {before.Conversions} conversions");
        Console.WriteLine($"after     {after.Mapping}, version {after.Version}: {after.Conversions} conversions");
        if (before.FailedWebhooks != after.FailedWebhooks)
        {
            Console.WriteLine($"failed    {before.FailedWebhooks} webhooks before, {after.FailedWebhooks} after");
        }

        Console.WriteLine();
        Console.WriteLine(difference is { Gained: 0, Lost: 0, Changed: 0 }
            ? "no difference"
            : $"{difference.Gained} gained, {difference.Lost} lost, {difference.Changed} changed{(difference.Percent is { } percent ? $": {percent:0.##} % of the conversions before" : "")}");
        foreach (var e in difference.Events.Where(e => e.Gained.Count + e.Lost.Count + e.Changed > 0))
        {
            Print(e, show);
        }

        Console.WriteLine();
        Print(difference.Money);
        Print(difference);
    }

    private static void Print(EventDifference e, Func<string, string, string> show)
    {
        Console.WriteLine();
        Console.WriteLine($"{e.EventName}: {e.Before} before, {e.After} after, {e.Changed} changed");
        foreach (var lost in e.Lost)
        {
            Console.WriteLine($"  lost {lost.Count} of rule '{lost.Rule}', now: {lost.Why}");
            Console.WriteLine($"    {string.Join(", ", lost.Examples)}");
        }

        foreach (var gained in e.Gained)
        {
            Console.WriteLine($"  gained {gained.Count} of rule '{gained.Rule}', before: {gained.Why}");
            Console.WriteLine($"    {string.Join(", ", gained.Examples)}");
        }

        foreach (var field in e.Fields)
        {
            Console.WriteLine($"  {field.Field}: {field.Lost} lost, {field.Changed} changed, {field.Gained} gained ({Rules(field.Rules)})");
            foreach (var example in field.Examples)
            {
                Console.WriteLine($"    {example.EventId}: {Value(field.Field, example.Before, show)} -> {Value(field.Field, example.After, show)}");
            }
        }
    }

    private static void Print(IReadOnlyList<MoneyDifference> money)
    {
        if (money.Count == 0)
        {
            return;
        }

        var table = Report.Table("event", "currency", "sum before", "sum after", "difference");
        foreach (var sum in money)
        {
            table.Row(sum.EventName, sum.Currency, $"{sum.Before:0.00##}", $"{sum.After:0.00##}", $"{sum.After - sum.Before:+0.00##;-0.00##;0.00}");
        }

        Report.Print(table);
    }

    private static void Print(MappingDifference difference)
    {
        var table = Report.Table("event", "readiness before", "readiness after");
        foreach (var e in difference.Events)
        {
            table.Row(e.EventName, $"{e.ReadinessBefore:0.0}", $"{e.ReadinessAfter:0.0}");
        }

        table.Row("all", $"{difference.Before.Readiness:0.0}", $"{difference.After.Readiness:0.0}");
        Report.Print(table);
    }

    private static string Rules(IReadOnlyList<string> rules) =>
        $"{(rules.Count == 1 ? "rule" : "rules")} {string.Join(", ", rules.Select(r => $"'{r}'"))}";

    private static string Value(string field, string? value, Func<string, string, string> show) => value is null ? "nothing" : show(field, value);
}
