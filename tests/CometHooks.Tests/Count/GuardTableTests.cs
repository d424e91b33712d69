using System.Text.RegularExpressions;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Count;

/// <summary>The README's table of the money guards says what they do.</summary>
public sealed partial class GuardTableTests
{
    private static readonly DestinationOptions Dollars = new() { Currency = "USD" };

    [Fact]
    public void The_readme_names_every_guard_with_the_state_in_which_its_conversion_ends()
    {
        var seen = new (string Name, object Amount, string Currency, Facts Facts)[]
        {
            ("test", 5m, "USD", new Facts { Test = true }),
            ("refund", 5m, "USD", new Facts { Refund = true }),
            ("negative", -5m, "USD", Facts.None),
            ("zero", 0m, "USD", Facts.None),
            ("currency", 5m, "EUR", Facts.None),
        }.Select(x => (x.Name, Verdict: Judge(x.Amount, x.Currency, x.Facts))).ToList();

        Assert.All(seen, x => Assert.StartsWith(x.Name + ":", x.Verdict.Reason, StringComparison.Ordinal));
        Assert.Equal(
            seen.Select(x => (x.Name, Words.Of(x.Verdict.State))),
            Row().Matches(Readme()).Select(row => (row.Groups["name"].Value, row.Groups["state"].Value)));
    }

    [Fact]
    public void The_readmes_example_of_a_conversion_is_right()
    {
        var rates = new RateOptions[]
        {
            new() { From = "EUR", Rate = 1.0832m, Since = new DateOnly(2026, 11, 1) },
            new() { From = "EUR", Rate = 1.0911m, Since = new DateOnly(2026, 11, 15) },
        };
        var paid = new CometlyEvent { EventName = "purchase", EventTime = new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero), Order = new Order { Amount = 100, Currency = "EUR" } };

        var converted = CurrencyConversion.Of(paid, Facts.None, Dollars with { Convert = rates });

        Assert.Contains($"`{converted!.Text}`", Readme(), StringComparison.Ordinal);
        Assert.All(rates, rate => Assert.Contains($"{{ from: {rate.From}, rate: {rate.Rate}, since: {rate.Since:yyyy-MM-dd} }}", Readme(), StringComparison.Ordinal));
    }

    private static Verdict Judge(object amount, string currency, Facts facts)
    {
        var fields = new Dictionary<string, object>(StringComparer.Ordinal) { ["email"] = "ines@example.org", ["amount"] = amount, ["currency"] = currency };
        var checkedEvent = CometlyEventCheck.Check(new EventDraft("purchase", DateTimeOffset.UnixEpoch, fields, null), Dollars);
        return MoneyGuards.Judge(PreparedEvent.Of(checkedEvent, facts, Dollars).Checked, facts, testEvent: false, "main", Dollars);
    }

    // The README is not shipped: it stands at the root of the repository that the tests were built in.
    private static string Readme()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CometHooks.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "README.md"));
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z]+)` \| `(?<state>excluded|rejected)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
