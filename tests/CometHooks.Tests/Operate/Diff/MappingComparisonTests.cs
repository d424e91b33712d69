using CometHooks.Operate.Diff;
using CometHooks.Store;

namespace CometHooks.Tests.Operate.Diff;

/// <summary>Two sides, each a list of conversions, and what is said of them.</summary>
public sealed class MappingComparisonTests
{
    [Fact]
    public void Equal_sides_have_no_difference()
    {
        var difference = Compare([Some("evt_1"), Some("evt_2")], [Some("evt_2"), Some("evt_1")]);

        Assert.Equal((0, 0, 0, 0m), (difference.Gained, difference.Lost, difference.Changed, difference.Percent));
        Assert.False(difference.Exceeds(0));
    }

    [Fact]
    public void A_field_is_counted_as_lost_changed_or_gained_with_up_to_three_examples_and_the_rules_that_read_it()
    {
        List<MappedConversion> before = [.. Enumerable.Range(1, 5).Select(n => Some($"evt_{n}", fields: [("email", $"{n}@example.com")])), Some("evt_6"), Some("evt_7", fields: [("email", "7@example.com")])];
        List<MappedConversion> after = [.. Enumerable.Range(1, 5).Select(n => Some($"evt_{n}")), Some("evt_6", fields: [("email", "6@example.com")]), Some("evt_7", rule: "other", fields: [("email", "seven@example.com")])];

        var difference = Compare(before, after);

        var field = Assert.Single(Assert.Single(difference.Events).Fields);
        Assert.Equal(("email", 5, 1, 1), (field.Field, field.Lost, field.Changed, field.Gained));
        Assert.Equal(["other", "payment"], field.Rules);
        Assert.Equal([new("evt_1", "1@example.com", null), new("evt_2", "2@example.com", null), new("evt_3", "3@example.com", null)], field.Examples);
        Assert.Equal((7, 100m), (difference.Changed, difference.Percent));
    }

    [Fact]
    public void The_rule_that_gave_the_field_is_named_where_another_conversion_carries_it()
    {
        var given = Some("evt_1", fields: [("comet_token", "abc")]) with { Givers = new Dictionary<string, string>(StringComparer.Ordinal) { ["comet_token"] = "paid checkout" } };

        var difference = Compare([given], [Some("evt_1")]);

        Assert.Equal(["paid checkout"], Assert.Single(difference.Events[0].Fields).Rules);
    }

    [Fact]
    public void A_conversion_is_lost_or_gained_where_only_one_side_sends_it_and_the_other_says_what_became_of_it()
    {
        var rejected = Some("evt_1") with { IsSent = false, End = "rejected (identification)" };

        var difference = Compare([Some("evt_1"), Some("evt_2"), Some("evt_3")], [rejected, Some("evt_4", "lead")], failedAfter: ["evt_3"]);

        var purchase = difference.Events.Single(e => e.EventName == "purchase");
        Assert.Equal(["its webhook failed", "no rule made it", "rejected (identification)"], purchase.Lost.Select(g => g.Why).Order(StringComparer.Ordinal));
        Assert.All(purchase.Lost, group => Assert.Equal(("payment", 1), (group.Rule, group.Count)));
        Assert.Equal((3, 0), (purchase.Before, purchase.After));
        Assert.Equal(["evt_4"], Assert.Single(difference.Events.Single(e => e.EventName == "lead").Gained).Examples);
        Assert.Equal((1, 3, 0, 1), (difference.Gained, difference.Lost, difference.Changed, difference.After.FailedWebhooks));
    }

    [Fact]
    public void A_conversion_that_another_event_counts_now_is_changed_and_neither_lost_nor_gained()
    {
        var difference = Compare([Some("evt_charge", key: "pi_1")], [Some("evt_session", key: "pi_1")]);

        Assert.Equal((0, 0, 1), (difference.Gained, difference.Lost, difference.Changed));
        Assert.Equal(("event_id", 1), (difference.Events[0].Fields[0].Field, difference.Events[0].Fields[0].Changed));
        Assert.Equal(new FieldExample("evt_session", "evt_charge", "evt_session"), Assert.Single(difference.Events[0].Fields[0].Examples));
    }

    [Fact]
    public void A_conversion_under_another_key_is_changed_and_neither_lost_nor_gained()
    {
        var difference = Compare([Some("evt_1", key: "pi_1")], [Some("evt_1", key: "ch_1")]);

        Assert.Equal((0, 0, 1), (difference.Gained, difference.Lost, difference.Changed));
        Assert.Equal("conversion_key", Assert.Single(difference.Events[0].Fields).Field);
    }

    [Fact]
    public void Each_conversion_is_paired_once_the_same_event_before_another()
    {
        var difference = Compare(
            [Some("evt_1", key: "pi_1", rule: "a"), Some("evt_2", key: "pi_1", rule: "b")],
            [Some("evt_2", key: "pi_1", rule: "b"), Some("evt_1", key: "pi_1", rule: "a")]);

        Assert.Equal((0, 0, 0), (difference.Gained, difference.Lost, difference.Changed));
    }

    [Theory]
    [InlineData("evt_1", "evt_1:purchase", false)]
    [InlineData("evt_1", "order-1", true)]
    public void An_idempotency_key_counts_as_changed_only_where_a_rule_sets_it(string before, string after, bool changed)
    {
        var difference = Compare([Some("evt_1", fields: [("idempotency_key", before)])], [Some("evt_1", fields: [("idempotency_key", after)])]);

        Assert.Equal(changed ? 1 : 0, difference.Changed);
    }

    [Fact]
    public void Money_is_summed_per_event_and_currency()
    {
        var euros = Some("evt_3", fields: [("amount", "7.25")]) with { Currency = "EUR" };

        var difference = Compare(
            [Some("evt_1", fields: [("amount", "10.10")]), Some("evt_2", fields: [("amount", "0.2")]), euros, Some("evt_4", "lead")],
            [Some("evt_1", fields: [("amount", "10.1")]), euros]);

        Assert.Equal([new("purchase", "EUR", 7.25m, 7.25m), new("purchase", "USD", 10.30m, 10.1m)], difference.Money);
    }

    [Fact]
    public void Readiness_is_the_average_of_what_is_sent()
    {
        var difference = Compare([Some("evt_1") with { Readiness = 90 }, Some("evt_2") with { Readiness = 25 }, Some("evt_3") with { IsSent = false, Readiness = 1 }], []);

        Assert.Equal((57.5m, null), (difference.Before.Readiness, difference.After.Readiness));
        Assert.Equal((57.5m, null), (difference.Events[0].ReadinessBefore, difference.Events[0].ReadinessAfter));
    }

    [Fact]
    public void Gained_lost_and_changed_ones_are_the_share_that_a_limit_is_compared_with()
    {
        List<MappedConversion> before = [.. Enumerable.Range(0, 200).Select(n => Some($"evt_{n}"))];
        List<MappedConversion> after = [.. before.Skip(2), Some("evt_new", "lead")];
        after[0] = after[0] with { Fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = "ada@example.com" } };

        var difference = Compare(before, after);

        Assert.Equal((1, 2, 1, 2m), (difference.Gained, difference.Lost, difference.Changed, difference.Percent));
        Assert.Equal((true, false), (difference.Exceeds(1.99m), difference.Exceeds(2)));
    }

    [Fact]
    public void What_is_gained_where_nothing_was_before_exceeds_every_limit() =>
        Assert.True(Compare([], [Some("evt_1")]).Exceeds(100));

    private static MappedConversion Some(string eventId, string eventName = "purchase", string? key = null, string rule = "payment", (string Field, string Value)[]? fields = null) => new()
    {
        EventId = eventId,
        EventName = eventName,
        Rule = rule,
        Keys = [key ?? $"key of {eventId}"],
        IsSent = true,
        End = "pending",
        Fields = (fields ?? []).ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal),
        Currency = "USD",
        Readiness = 20,
    };

    private static MappingDifference Compare(IReadOnlyList<MappedConversion> before, IReadOnlyList<MappedConversion> after, string[]? failedAfter = null) => MappingComparison.Of(
        new MappedSide("stripe.yaml", "1", before, new Dictionary<string, WebhookState>(StringComparer.Ordinal)),
        new MappedSide("stripe.yaml", "2", after, (failedAfter ?? []).ToDictionary(id => id, _ => WebhookState.Failed, StringComparer.Ordinal)));
}
