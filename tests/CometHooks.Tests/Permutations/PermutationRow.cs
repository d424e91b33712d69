using System.Text.Json;
using CometHooks.Cli.Demo;

namespace CometHooks.Tests.Permutations;

/// <summary>What became of one scenario under one mapping, over every order of its events.</summary>
internal sealed class PermutationRow(string mapping, Scenario scenario)
{
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WaitingTime = TimeSpan.FromSeconds(31);

    public string Mapping { get; } = mapping;

    public Scenario Scenario { get; } = scenario;

    public int OrdersRun { get; private set; }

    public int Redeliveries { get; private set; }

    /// <summary>The cases in which not exactly one purchase counted, or with another amount or token than it should have.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Runs every order, each case as a checkout of its own, all in one store and side by side.</summary>
    public async Task RunAsync(bool redeliver)
    {
        var orders = Orders.All(Scenario.Checkout.Samples.Count).ToList();
        var again = redeliver ? orders.SelectMany(Orders.WithRepeats).ToList() : [];
        OrdersRun = orders.Count;
        Redeliveries = again.Count;
        int[][] cases = [.. orders, .. again];

        await using var hub = await MemoryHub.StartAsync(Scenario.EarlierAt, MemoryHub.Target(Mapping));
        if (Scenario.KnownBefore)
        {
            await hub.TakeAsync("stripe", cases.Select((_, number) => (ReadOnlyMemory<byte>)Scenario.EarlierEvent(number)));
        }

        await hub.PassAsync(Scenario.At - Scenario.EarlierAt);
        for (var step = 0; step < cases.Max(c => c.Length); step++)
        {
            await hub.TakeAsync("stripe", cases.Index().Where(c => step < c.Item.Length).Select(c => (ReadOnlyMemory<byte>)Scenario.Event(c.Item[step], c.Index)));
            await hub.PassAsync(BetweenEvents);
        }

        await hub.PassAsync(WaitingTime);
        Judge(cases, hub.Effects());
    }

    private void Judge(int[][] cases, IReadOnlyList<StandInRequest> effects)
    {
        var purchases = effects.Where(e => e.EventName == "purchase" && !e.IdempotencyKey!.StartsWith("evt_Earlier", StringComparison.Ordinal))
            .ToLookup(e => int.Parse(e.IdempotencyKey![^6..], provider: null), e => JsonElement.Parse(e.Body));
        foreach (var (number, order) in cases.Index())
        {
            var seen = purchases[number].Select(p => $"{p.GetProperty("amount").GetDecimal():0.00} {(p.TryGetProperty("comet_token", out var token) ? token.GetString() : "without a token")}").ToList();
            var should = FormattableString.Invariant($"{Scenario.Checkout.Amount:0.00} {Scenario.ExpectedToken(number) ?? "without a token"}");
            if (seen is not [var only] || only != should)
            {
                Wrong.Add($"{string.Join(", ", order.Select(i => Scenario.Checkout.Samples[i]))}: {(seen.Count == 0 ? "no purchase" : string.Join(" and ", seen))}, should be {should}");
            }
        }
    }
}
