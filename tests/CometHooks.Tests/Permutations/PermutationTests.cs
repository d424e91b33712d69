using CometHooks.Tests.Samples;

namespace CometHooks.Tests.Permutations;

/// <summary>
/// Whatever the order in which Stripe's events about one payment arrive, and whichever of them arrives twice: one
/// purchase, the same amount, and the token of whichever event carried it.
/// </summary>
public sealed class PermutationTests(PermutationRuns runs, ITestOutputHelper output) : IClassFixture<PermutationRuns>
{
    public static TheoryData<string, string, string> Checkouts { get; } =
        [.. PermutationRuns.Mappings.SelectMany(m => Checkout.All.Select(c => new TheoryDataRow<string, string, string>(m, c.Generation, c.Mode)))];

    [Theory]
    [MemberData(nameof(Checkouts))]
    public void Every_order_of_a_checkouts_events_is_one_purchase_with_its_token(string mapping, string generation, string mode)
    {
        var rows = runs.RowsOf(mapping, Checkout.All.Single(c => c.Generation == generation && c.Mode == mode)).ToList();

        Assert.True(rows.Count >= 3);
        Assert.Contains(rows, r => r.Redeliveries >= r.OrdersRun);
        Assert.Empty(rows.SelectMany(r => r.Wrong.Take(3).Select(wrong => $"{r.Scenario}: {wrong}")));
    }

    [Fact]
    public void The_readme_of_the_mappings_has_the_table_of_what_ran()
    {
        var table = PermutationTable.Of(runs);
        output.WriteLine(table);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "permutations.md"), table);

        Assert.Contains(table, ShippedFiles.Text("mappings/README.md").ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
