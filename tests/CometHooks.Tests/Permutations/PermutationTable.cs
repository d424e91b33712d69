using System.Globalization;

namespace CometHooks.Tests.Permutations;

/// <summary>What ran, as the table of the mappings' README.</summary>
internal static class PermutationTable
{
    private const string NoSuchPlace = "no such place";

    public static string Of(PermutationRuns runs)
    {
        var head = (string[])["file", "payloads", "checkout", "events", "orders", "with repeats", "runs", .. TokenCarrier.All.Select(c => c.Name)];
        var lines = PermutationRuns.Mappings.SelectMany(_ => Checkout.All, (mapping, checkout) => Line(mapping, checkout, [.. runs.RowsOf(mapping, checkout)]));
        return string.Join('\n', [Join(head), Join(head.Select(_ => "---")), .. lines]);
    }

    private static string Line(string mapping, Checkout checkout, List<PermutationRow> rows)
    {
        var orders = rows.Max(r => r.OrdersRun);
        var twice = rows.Sum(r => r.Redeliveries);
        var runs = rows.Sum(r => r.OrdersRun) + twice;
        return Join(
        [
            $"`{Path.GetFileName(mapping)}`", checkout.Generation, checkout.Mode, Text(checkout.Samples.Count), Text(orders), Text(twice), Text(runs),
            .. TokenCarrier.All.Select(c => c.Exists(checkout) ? Cell([.. rows.Where(r => r.Scenario.Carrier == c)]) : NoSuchPlace),
        ]);
    }

    private static string Cell(List<PermutationRow> rows) =>
        rows.Count == 0 ? "not run"
        : rows.Sum(r => r.Wrong.Count) is > 0 and var wrong ? $"wrong in {wrong}"
        : string.Join(", ", rows.OrderBy(r => r.Scenario.KnownBefore).Select(r => $"{(r.Scenario.KnownBefore ? "customer" : "guest")}: {Token(r.Scenario)}"));

    private static string Token(Scenario scenario) => !scenario.Carrier.IsNone ? "sent" : scenario.KnownBefore ? "the earlier one" : "none";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
