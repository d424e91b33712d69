using CometHooks.Store;

namespace CometHooks.Tests.Proofs;

/// <summary>The same events told in another order, late and several times over, come to the same.</summary>
public sealed class MetamorphicTests(TradeRuns runs, ITestOutputHelper output) : IClassFixture<TradeRuns>
{
    [Fact]
    public void Ten_thousand_mixed_events_count_the_same_however_late_and_often_they_are_told()
    {
        output.WriteLine(runs.Report);
        var counted = runs.InOrder.Money();

        Assert.Equal(TradeRuns.Events, runs.Trade.Count);
        Assert.True(counted.Count > TradeRuns.Events / 5, "Hardly anything counted: this run showed nothing.");
        Assert.Equal(counted.Count, counted.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(counted, runs.Prompt.Money());
        Assert.Equal(counted, runs.Scattered.Money());
    }

    [Fact]
    public void Nothing_is_left_waiting_failed_or_dead_in_the_end() =>
        Assert.All([runs.InOrder, runs.Prompt, runs.Scattered], outcome =>
        {
            Assert.All(outcome.Webhooks, w => Assert.True(w.State is WebhookState.Mapped or WebhookState.Ignored, w.Reason));
            Assert.Equal((0, 0, 0), (outcome.In(ConversionState.Held), outcome.In(ConversionState.Pending), outcome.In(ConversionState.Dead)));
        });

    /// <summary>
    /// Token, address and name. A conversion that has a token (or fingerprint and ip) and an address goes at once, so what a
    /// later event would still add (a phone, a fingerprint beside the token) depends on the order: the output says how often.
    /// </summary>
    [Fact]
    public void Whoever_bought_has_the_same_token_address_and_name_while_the_events_come_within_the_waiting_time()
    {
        output.WriteLine(string.Join('\n', Outcome.Identity.Select(f => $"{f}: {Differences(f).Count} of {runs.InOrder.Effects.Count} differ")));
        output.WriteLine(string.Join('\n', Differences("comet_token", "phone", "fingerprint").Take(5)));

        Assert.Empty(Differences("comet_token", "email", "full_name", "first_name", "last_name"));
    }

    private List<string> Differences(params string[] fields)
    {
        var (inOrder, prompt) = (runs.InOrder.Visitors(fields), runs.Prompt.Visitors(fields));
        return [.. inOrder.Where(o => prompt[o.Key] != o.Value).Select(o => $"{o.Key}: in order {o.Value}, otherwise {prompt[o.Key]}")];
    }
}
