using CometHooks.Deliver;

namespace CometHooks.Tests.Deliver;

/// <summary>How many conversions are claimed beyond the eight places of a destination without a budget.</summary>
public sealed class SendPlacesTests : IDisposable
{
    private readonly SendPlaces _places = SendPlaces.Of(Some.Destination("https://cometly.example") with { Concurrency = 8, PerMinute = 0 });

    public void Dispose() => _places.Dispose();

    private int _unanswered;

    [Fact]
    public void A_destination_that_answers_all_it_gets_gets_more_and_more_at_a_time()
    {
        var before = FeedAsMuchAsItTakes();

        Assert.Equal(8, before);
        Assert.Equal(264, _unanswered);
    }

    [Fact]
    public void No_claim_is_made_for_a_few_while_many_wait_for_their_place()
    {
        FeedAsMuchAsItTakes();
        Assert.Equal(0, _places.Wanted(_unanswered));

        Answer(128);
        Assert.Equal(0, _places.Wanted(_unanswered));

        Answer(1);
        Assert.Equal(129, _places.Wanted(_unanswered));
    }

    [Fact]
    public void A_destination_that_turns_slow_gets_almost_nothing_ahead_any_more()
    {
        FeedAsMuchAsItTakes();
        Answer(200);
        Claim(answeredMeanwhile: 1);

        Answer(_unanswered - 10);
        Assert.Equal(0, _places.Wanted(_unanswered));
        Answer(3);
        Assert.Equal(3, _places.Wanted(_unanswered));
    }

    // Until nothing more is claimed at a time: what waits for an answer has it before the claim is made. Gives the first claim.
    private int FeedAsMuchAsItTakes()
    {
        var first = Claim(answeredMeanwhile: 0);
        for (var claim = 0; claim < 100; claim++)
        {
            while (_places.Wanted(_unanswered) == 0)
            {
                Answer(1);
            }

            Claim(answeredMeanwhile: _unanswered);
        }

        Answer(_unanswered);
        Claim(answeredMeanwhile: 0);
        return first;
    }

    private int Claim(int answeredMeanwhile)
    {
        var wanted = _places.Wanted(_unanswered);
        _places.Claiming();
        Answer(answeredMeanwhile);
        _places.Claimed(wanted);
        _unanswered += wanted;
        return wanted;
    }

    private void Answer(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_places.TryEnter());
            _places.Leave();
        }

        _unanswered -= count;
    }
}
