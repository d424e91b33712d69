using System.Collections.Concurrent;

namespace CometHooks.Tests.Permutations;

/// <summary>Every scenario under both of Stripe's mappings, run once for all tests about them.</summary>
public sealed class PermutationRuns : IAsyncLifetime
{
    private readonly ConcurrentBag<PermutationRow> _rows = [];

    public static IReadOnlyList<string> Mappings { get; } = ["mappings/stripe.yaml", "mappings/stripe-invoices.yaml"];

    internal IEnumerable<PermutationRow> RowsOf(string mapping, Checkout checkout) => _rows.Where(r => r.Mapping == mapping && r.Scenario.Checkout == checkout);

    public async ValueTask InitializeAsync()
    {
        var rows = Mappings.SelectMany(_ => Checkout.All, (mapping, checkout) => (mapping, checkout))
            .SelectMany(x => TokenCarrier.All.Where(c => c.Exists(x.checkout)), (x, carrier) => (x.mapping, x.checkout, carrier))
            .SelectMany(x => Visitors(x.checkout, x.carrier), (x, known) => new PermutationRow(x.mapping, new Scenario(x.checkout, known, x.carrier)));

        // What arrives twice ends at the inbox, whoever carries the token: so it is run with one of the places.
        await Parallel.ForEachAsync(
            rows.OrderByDescending(row => row.Scenario.Checkout.Samples.Count),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (row, _) =>
            {
                await row.RunAsync(redeliver: row.Scenario.Carrier.Name == "client_reference_id" && !row.Scenario.KnownBefore);
                _rows.Add(row);
            });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Of few events every place is run for a guest and for a known customer. Of many, the customer whose older token must
    // not win has most of the places; the session carries both the guest's and the customer's.
    private static bool[] Visitors(Checkout checkout, TokenCarrier carrier) => checkout.Samples.Count switch
    {
        <= 4 => [false, true],
        > 5 when carrier.IsNone => [],
        _ => [carrier.Name != "client_reference_id"],
    };
}
