using CometHooks.Proof.Check;
using CometHooks.Proof.Faults;
using CometHooks.Proof.Scenarios;

namespace CometHooks.Tests.Proofs;

/// <summary>The short form of the proofs, and hubs with planted faults that the same proofs must find guilty.</summary>
public sealed class ProofTests(ITestOutputHelper output)
{
    private const int FaultyKills = 6;

    [Fact]
    public async Task What_was_acknowledged_is_delivered_once_however_often_the_hub_is_killed() => Holds(await RunAsync(new Kills()));

    [Fact]
    public async Task Identical_deliveries_from_64_clients_at_once_have_one_effect() => Holds(await RunAsync(new Race()));

    [Fact]
    public async Task What_two_hubs_on_one_PostgreSQL_acknowledged_is_delivered_once_however_often_one_of_them_or_the_database_is_killed() =>
        Holds(await RunAsync(new KillsOnPostgres()));

    [Fact]
    public async Task Identical_deliveries_to_two_hubs_on_one_PostgreSQL_at_once_have_one_effect() => Holds(await RunAsync(new RaceOnPostgres()));

    [Fact]
    public async Task No_answer_leaves_before_its_webhook_is_synced_to_disk() => Holds(await RunAsync(new AcknowledgementOrder()));

    [Fact]
    public async Task What_a_failing_disk_did_not_keep_is_not_acknowledged_and_a_power_cut_takes_nothing_that_was() => Holds(await RunAsync(new Disk()));

    [Fact]
    public async Task Steps_of_the_clock_by_minutes_and_hours_lose_nothing_double_nothing_and_keep_nothing_waiting() => Holds(await RunAsync(new Clock()));

    [Fact]
    public async Task Ten_times_more_than_the_store_takes_is_answered_503_in_bounded_memory() => Holds(await RunAsync(new Overload()));

    [Fact]
    public async Task A_hub_that_freezes_past_its_leases_and_wakes_up_writes_nothing_that_is_out_of_date() => Holds(await RunAsync(new FreezesOnPostgres()));

    [Fact]
    public async Task A_hub_without_fencing_is_caught_by_freezes()
    {
        var found = await RunAsync(new FreezesOnPostgres(Fault.IgnoresLeases), kills: 1);

        Assert.Contains(found.Invariants.Lost, lost => lost.Contains("is rejected (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_Cometly_answers_nothing_is_lost_counts_twice_or_goes_elsewhere() => Holds(await RunAsync(new Destination()));

    [Fact]
    public async Task After_an_hour_without_Cometly_all_goes_out_oldest_first_and_money_first_as_fast_as_the_budget_allows() => Holds(await RunAsync(new Outage()));

    [Fact]
    public async Task Whatever_comes_in_nothing_forged_is_kept_and_everything_authentic_is_and_genuine_webhooks_do_not_notice() => Holds(await RunAsync(new Hostile()));

    [Fact]
    public async Task A_hub_that_answers_before_the_commit_is_caught_by_kills()
    {
        var found = await RunAsync(new Kills(FaultLaunch.With(Fault.AnswersBeforeCommit)), FaultyKills);

        Assert.NotEmpty(found.Invariants.Lost);
        Assert.NotEmpty(found.Invariants.TooEarly);
    }

    [Fact]
    public async Task A_hub_that_answers_before_the_commit_is_caught_by_the_order_of_its_system_calls()
    {
        var found = await RunAsync(new AcknowledgementOrder(FaultLaunch.With(Fault.AnswersBeforeCommit)));

        Assert.NotEmpty(found.Invariants.TooEarly);
    }

    [Fact]
    public async Task A_hub_that_looks_and_then_inserts_is_caught_by_the_race()
    {
        var found = await RunAsync(new Race(FaultLaunch.With(Fault.LooksThenInserts)));

        Assert.NotEmpty(found.Invariants.Doubled);
    }

    [Fact]
    public async Task A_hub_that_chooses_the_key_anew_on_a_retry_is_caught_by_kills()
    {
        var found = await RunAsync(new Kills(FaultLaunch.With(Fault.ChoosesKeysAnew)), FaultyKills);

        Assert.NotEmpty(found.Invariants.Doubled);
    }

    [Fact]
    public async Task A_hub_without_a_planted_fault_is_not_found_guilty_where_the_others_are() =>
        Holds(await RunAsync(new Kills(FaultLaunch.With(Fault.None)), FaultyKills));

    private async Task<ScenarioResult> RunAsync(IScenario scenario, int? kills = null)
    {
        using var history = new History();
        var result = await scenario.RunAsync(new ProofSettings { Kills = kills, Say = output.WriteLine }, history, TestContext.Current.CancellationToken);
        output.WriteLine(string.Join('\n', [.. result.Did, result.Invariants.ToString(), .. result.Invariants.Violations.Concat(result.Failures).Take(20)]));
        return result;
    }

    private static void Holds(ScenarioResult result)
    {
        Assert.Empty(result.Invariants.Violations);
        Assert.Empty(result.Failures);
        Assert.True(result.Invariants.Acknowledged > 0);
    }
}
