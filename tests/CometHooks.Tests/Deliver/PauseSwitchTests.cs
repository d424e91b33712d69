using CometHooks.Deliver;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Deliver;

public sealed class PauseSwitchTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly PauseSwitch _pause;

    public PauseSwitchTests() => _pause = new PauseSwitch(_time);

    [Fact]
    public void A_wrong_destination_pauses_with_its_reason()
    {
        var change = _pause.Learn(Some.Answer(DeliveryOutcome.Destination, 401), probe: false);

        Assert.Equal("answered so", change?.Reason);
        Assert.Equal(0, _pause.Allows(8, 0));
    }

    [Fact]
    public void Every_five_minutes_one_conversion_probes()
    {
        Pause();
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal(0, _pause.Allows(8, 0));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, _pause.Allows(8, 0));
        Assert.Equal(0, _pause.Allows(8, 1));

        Assert.Null(_pause.Learn(Some.Answer(DeliveryOutcome.Destination, 401), probe: true));
        Assert.Equal(0, _pause.Allows(8, 0));
    }

    [Theory]
    [InlineData("Delivered")]
    [InlineData("Rejected")]
    public void A_probe_that_shows_the_destination_is_right_resumes(string outcome)
    {
        Pause();

        var change = _pause.Learn(Some.Answer(Enum.Parse<DeliveryOutcome>(outcome)), probe: true);

        Assert.Equal(new PauseChange(null), change);
        Assert.Null(_pause.Reason);
    }

    [Fact]
    public void An_answer_from_before_the_pause_does_not_end_it()
    {
        Pause();

        Assert.Null(_pause.Learn(Some.Answer(DeliveryOutcome.Delivered, 202), probe: false));
        Assert.NotNull(_pause.Reason);
    }

    [Theory]
    [InlineData("Delivered")]
    [InlineData("Rejected")]
    public void A_probe_that_was_under_way_does_not_end_a_pause_by_hand(string outcome)
    {
        Pause();
        _pause.Pause("stocktaking");

        Assert.Null(_pause.Learn(Some.Answer(Enum.Parse<DeliveryOutcome>(outcome)), probe: true));

        Assert.Equal("by hand: stocktaking", _pause.Reason);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _pause.Allows(8, 0));
    }

    [Fact]
    public void Twenty_rejections_alike_in_a_row_pause()
    {
        for (var i = 0; i < 19; i++)
        {
            Assert.Null(_pause.Learn(Some.Answer(DeliveryOutcome.Rejected, 422, "Unknown event."), probe: false));
        }

        Assert.NotNull(_pause.Learn(Some.Answer(DeliveryOutcome.Rejected, 422, "Unknown event."), probe: false));
    }

    [Fact]
    public void Rejections_of_different_kinds_or_with_a_delivery_between_do_not_pause()
    {
        for (var i = 0; i < 100; i++)
        {
            _pause.Learn(Some.Answer(DeliveryOutcome.Rejected, 422, i % 15 == 0 ? "Another." : "Unknown event."), probe: false);
        }

        for (var i = 0; i < 100; i++)
        {
            _pause.Learn(Some.Answer(i % 19 == 0 ? DeliveryOutcome.Delivered : DeliveryOutcome.Rejected, 422, "Unknown event."), probe: false);
        }

        Assert.Null(_pause.Reason);
    }

    [Fact]
    public void Only_a_delivery_ends_a_pause_for_rejections()
    {
        for (var i = 0; i < 20; i++)
        {
            _pause.Learn(Some.Answer(DeliveryOutcome.Rejected, 422, "Unknown event."), probe: false);
        }

        Assert.Null(_pause.Learn(Some.Answer(DeliveryOutcome.Rejected, 422, "Another."), probe: true));
        Assert.NotNull(_pause.Learn(Some.Answer(DeliveryOutcome.Delivered, 202), probe: true));
    }

    [Fact]
    public void A_pause_from_before_the_start_probes_at_once()
    {
        _pause.Restore("answered 401");

        Assert.Equal(1, _pause.Allows(8, 0));
    }

    [Fact]
    public void It_ends_by_hand_once()
    {
        Pause();

        Assert.NotNull(_pause.Resume());
        Assert.Null(_pause.Resume());
        Assert.Equal(8, _pause.Allows(8, 0));
    }

    private void Pause() => _pause.Learn(Some.Answer(DeliveryOutcome.Destination, 401), probe: false);
}
