using CometHooks.Deliver;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Deliver;

public sealed class BreakerTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly Breaker _breaker;

    public BreakerTests() => _breaker = new Breaker(_time);

    [Fact]
    public void Five_failures_in_a_row_open_it()
    {
        Fail(4);
        Assert.Equal(8, _breaker.Allows(8, 0));

        Fail(1);

        Assert.Equal(0, _breaker.Allows(8, 0));
    }

    [Fact]
    public void An_answer_between_failures_keeps_it_closed()
    {
        Fail(4);
        _breaker.Answered();
        Fail(4);

        Assert.True(_breaker.Closed);
    }

    [Fact]
    public void After_a_while_one_probe_may_go_while_nothing_else_is_under_way()
    {
        Fail(5);
        _time.Advance(_breaker.Wait);

        Assert.Equal(1, _breaker.Allows(8, 0));
        Assert.Equal(0, _breaker.Allows(8, 1));
    }

    [Fact]
    public void A_probe_that_is_answered_closes_it()
    {
        Fail(5);
        _time.Advance(_breaker.Wait);

        _breaker.Answered();

        Assert.Equal(8, _breaker.Allows(8, 3));
    }

    [Fact]
    public void A_probe_that_fails_opens_it_for_longer_up_to_five_minutes()
    {
        Fail(5);
        var first = _breaker.Wait;
        for (var probe = 0; probe < 20; probe++)
        {
            _time.Advance(_breaker.Wait);
            Fail(1);
            Assert.True(_breaker.Wait > first);
        }

        Assert.Equal(TimeSpan.FromMinutes(5), _breaker.Wait);
    }

    [Fact]
    public void Failures_of_what_was_under_way_do_not_lengthen_it()
    {
        Fail(5);
        var wait = _breaker.Wait;

        Fail(7);

        Assert.Equal(wait, _breaker.Wait);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _breaker.Failed();
        }
    }
}
