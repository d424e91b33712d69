using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Count;

public sealed class MoneyGuardsTests
{
    private static readonly DestinationOptions Dollars = new() { Currency = "USD" };

    [Fact]
    public void A_sound_purchase_passes() =>
        Assert.Equal(Verdict.Pending, Judge(("amount", 19.99m), ("currency", "USD")));

    [Fact]
    public void A_test_event_is_excluded_by_default() =>
        AssertIs(ConversionState.Excluded, "test:", MoneyGuards.Judge(Checked("purchase", ("amount", 5m)), Facts.None, testEvent: true, "main", Dollars));

    [Fact]
    public void A_fact_that_says_test_counts_as_much() =>
        AssertIs(ConversionState.Excluded, "test:", MoneyGuards.Judge(Checked("schedule"), new Facts { Test = true }, testEvent: false, "main", Dollars));

    [Fact]
    public void A_destination_that_wants_test_events_gets_them() =>
        Assert.Equal(Verdict.Pending, MoneyGuards.Judge(Checked("purchase"), Facts.None, testEvent: true, "main", Dollars with { TestEvents = "send" }));

    [Fact]
    public void A_purchase_of_nothing_is_excluded() =>
        AssertIs(ConversionState.Excluded, "zero:", Judge(("amount", "0.00")));

    [Fact]
    public void A_trial_of_nothing_passes() =>
        Assert.Equal(Verdict.Pending, MoneyGuards.Judge(Checked("start_trial", ("amount", 0m)), Facts.None, testEvent: false, "main", Dollars));

    [Fact]
    public void A_negative_purchase_is_excluded() =>
        AssertIs(ConversionState.Excluded, "negative:", Judge(("amount", -1m)));

    [Theory]
    [InlineData("purchase", nameof(ConversionState.Excluded))]
    [InlineData("subscribe", nameof(ConversionState.Excluded))]
    [InlineData("custom_event_2", nameof(ConversionState.Pending))]
    public void A_refund_goes_only_as_a_custom_event(string eventName, string state) =>
        Assert.Equal(state, MoneyGuards.Judge(Checked(eventName, ("amount", 5m)), new Facts { Refund = true }, testEvent: false, "main", Dollars).State.ToString());

    [Fact]
    public void Another_currency_is_rejected_with_what_to_do()
    {
        var verdict = Judge(("amount", 500m), ("currency", "jpy"));

        AssertIs(ConversionState.Rejected, "currency: 500 JPY at a USD destination;", verdict);
        Assert.Contains("currency: JPY", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sources_currency_counts_where_the_rule_names_none() =>
        AssertIs(
            ConversionState.Rejected,
            "currency:",
            MoneyGuards.Judge(Checked("purchase", ("amount", 500m)), new Facts { Currency = "JPY" }, testEvent: false, "main", Dollars));

    [Fact]
    public void The_rules_currency_outranks_the_sources() =>
        Assert.Equal(
            Verdict.Pending,
            MoneyGuards.Judge(Checked("purchase", ("amount", 5m), ("currency", "USD")), new Facts { Currency = "JPY" }, testEvent: false, "main", Dollars));

    [Fact]
    public void Without_an_amount_the_currency_does_not_matter() =>
        Assert.Equal(Verdict.Pending, Judge(("currency", "JPY")));

    [Fact]
    public void An_unknown_currency_is_taken_for_the_destinations() =>
        Assert.Equal(Verdict.Pending, Judge(("amount", 5m)));

    [Fact]
    public void A_test_event_without_identification_is_excluded_and_not_rejected() =>
        AssertIs(ConversionState.Excluded, "test:", MoneyGuards.Judge(Unidentified(), Facts.None, testEvent: true, "main", Dollars));

    [Fact]
    public void All_reasons_to_reject_stand_in_one_line()
    {
        var verdict = MoneyGuards.Judge(Unidentified(), new Facts { Currency = "EUR" }, testEvent: false, "main", Dollars);

        AssertIs(ConversionState.Rejected, "identification:", verdict);
        Assert.Contains("; currency: 5 EUR", verdict.Reason, StringComparison.Ordinal);
    }

    private static Verdict Judge(params (string, object)[] fields) =>
        MoneyGuards.Judge(Checked("purchase", fields), Facts.None, testEvent: false, "main", Dollars);

    private static CheckedEvent Checked(string eventName, params (string Name, object Value)[] fields) =>
        CometlyEventCheck.Check(Draft(eventName, [("email", "ines@example.org"), .. fields]), Dollars);

    private static CheckedEvent Unidentified() => CometlyEventCheck.Check(Draft("purchase", [("amount", 5m)]), Dollars);

    private static EventDraft Draft(string eventName, (string Name, object Value)[] fields) =>
        new(eventName, null, fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal), null);

    private static void AssertIs(ConversionState state, string reason, Verdict verdict)
    {
        Assert.Equal(state, verdict.State);
        Assert.StartsWith(reason, verdict.Reason, StringComparison.Ordinal);
    }
}
