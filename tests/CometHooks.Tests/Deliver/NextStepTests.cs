using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Deliver;

public sealed class NextStepTests
{
    private readonly NextStep _next = new(new RetrySchedule(new Random(1)));

    [Fact]
    public void A_failed_attempt_is_due_again_within_the_schedule()
    {
        var record = _next.After(Some.Entry(), Some.Answer(DeliveryOutcome.Retry, 500), failedProbe: false);

        Assert.Equal(ConversionState.Pending, record.NextState);
        Assert.InRange(record.DueAt!.Value, Some.Now.AddSeconds(1), Some.Now.AddSeconds(30));
    }

    [Fact]
    public void The_twentieth_attempt_that_reached_a_server_is_the_last()
    {
        var nineteenth = _next.After(Some.Entry(attemptsUsed: 18), Some.Answer(DeliveryOutcome.Retry, 500), failedProbe: false);
        var twentieth = _next.After(Some.Entry(attemptsUsed: 19), Some.Answer(DeliveryOutcome.Retry, 500), failedProbe: false);

        Assert.Equal(ConversionState.Pending, nineteenth.NextState);
        Assert.Equal(ConversionState.Dead, twentieth.NextState);
        Assert.Contains("may have landed", twentieth.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_was_not_reached_never_kills_a_conversion()
    {
        var record = _next.After(Some.Entry(attemptsUsed: 19), Some.Answer(DeliveryOutcome.Retry) with { UsesAttempt = false }, failedProbe: false);

        Assert.Equal(ConversionState.Pending, record.NextState);
    }

    [Fact]
    public void A_throttled_conversion_is_due_when_Cometly_says()
    {
        var answer = Some.Answer(DeliveryOutcome.Throttled, 429) with { RetryAfter = TimeSpan.FromSeconds(2) };

        var record = _next.After(Some.Entry(), answer, failedProbe: false);

        Assert.Equal(Some.Now.AddSeconds(2), record.DueAt);
        Assert.False(record.UsesAttempt);
    }

    [Fact]
    public void A_wrong_destination_costs_the_conversion_nothing()
    {
        var record = _next.After(Some.Entry(attemptsUsed: 19), Some.Answer(DeliveryOutcome.Destination, 401), failedProbe: false);

        Assert.Equal((ConversionState.Pending, false), (record.NextState, record.UsesAttempt));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(6, 320)]
    [InlineData(7, 360)]
    [InlineData(5000, 360)]
    public void A_conversion_that_finds_its_destination_wrong_stands_aside_each_time_longer(int before, int minutes)
    {
        var record = _next.After(Some.Entry(destinationAttempts: before), Some.Answer(DeliveryOutcome.Destination, 403), failedProbe: false);

        Assert.Equal(Some.Now.AddMinutes(minutes), record.DueAt);
    }

    [Fact]
    public void A_rejection_says_what_Cometly_said()
    {
        var record = _next.After(Some.Entry(), Some.Answer(DeliveryOutcome.Rejected, 422, "The amount must be a number."), failedProbe: false);

        Assert.Equal(ConversionState.Rejected, record.NextState);
        Assert.Contains("The amount must be a number.", record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_that_is_refused_goes_back_in_line_behind_the_others()
    {
        var record = _next.After(Some.Entry(), Some.Answer(DeliveryOutcome.Rejected, 422), failedProbe: true);

        Assert.Equal(ConversionState.Pending, record.NextState);
        Assert.Equal(Some.Now + PauseSwitch.ProbeEvery, record.DueAt);
        Assert.False(record.UsesAttempt);
    }

    [Fact]
    public void A_delivery_ends_it() =>
        Assert.Equal(ConversionState.Delivered, _next.After(Some.Entry(), Some.Answer(DeliveryOutcome.Delivered, 202), failedProbe: false).NextState);
}
