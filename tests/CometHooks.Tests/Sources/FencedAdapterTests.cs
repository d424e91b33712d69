using CometHooks.Sources;
using CometHooks.Tests.Adapters;
using CometHooks.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace CometHooks.Tests.Sources;

public sealed class FencedAdapterTests : IDisposable
{
    private static readonly WebhookRequest Request = Deliveries.Request(Deliveries.Bytes("""{"email":"ada@example.com"}"""), []);
    private static readonly SourceEvent Event = new() { InboxKey = "1", EventId = "1", Type = "scripted" };

    private readonly ManualResetEventSlim _never = new();
    private readonly ScriptedAdapter _adapter = new();
    private readonly CollectingLogger _logger = new();

    // Lets the threads go that were left behind.
    public void Dispose() => _never.Set();

    [Fact]
    public void What_an_adapter_answers_passes_the_fence()
    {
        foreach (var fenced in new[] { Plugin(), FencedAdapter.AroundBuiltIn(_adapter, _logger) })
        {
            Assert.Equal("scripted", fenced.Source);
            Assert.Equal(VerificationResult.Valid, fenced.Verify(Request, Deliveries.Settings()).Result);
            Assert.Equal("1", Assert.Single(fenced.Read(Request)).InboxKey);
            Assert.True(fenced.TryReadFacts(Event, default, out var facts, out _));
            Assert.Equal("1", facts.Order);
            Assert.Equal("hello", fenced.Handshake(Request)?.Body);
            Assert.Equal(("Ask for it.", null), (fenced.IdentityAdvice("email"), fenced.IdentityAdvice("phone")));
        }

        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public void A_throw_is_a_refusal_an_unreadable_event_no_facts_no_handshake_and_no_advice()
    {
        _adapter.OnCall = () => throw new FormatException("ada@example.com");
        foreach (var fenced in new[] { Plugin(), FencedAdapter.AroundBuiltIn(_adapter, _logger) })
        {
            Assert.Equal(VerificationResult.Mismatch, fenced.Verify(Request, Deliveries.Settings()).Result);
            Assert.Contains("failed in Read", Assert.Single(fenced.Read(Request)).UnreadableBecause, StringComparison.Ordinal);
            Assert.False(fenced.TryReadFacts(Event, default, out _, out var problem));
            Assert.Contains("failed in ReadFacts", problem, StringComparison.Ordinal);
            Assert.Null(fenced.Handshake(Request));
            Assert.Null(fenced.IdentityAdvice("email"));
            Assert.False(fenced.IsOff);
        }
    }

    [Fact]
    public void What_a_throw_says_is_not_logged_because_it_may_quote_the_body()
    {
        _adapter.OnCall = () => throw new FormatException("ada@example.com");
        Plugin().Read(Request);

        Assert.Contains("FormatException", Assert.Single(_logger.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", _logger.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_hang_is_cut_and_after_three_in_a_row_the_adapter_is_off_and_no_longer_called()
    {
        var calls = 0;
        _adapter.OnCall = () =>
        {
            Interlocked.Increment(ref calls);
            _never.Wait();
        };
        var fenced = Plugin(TimeSpan.FromMilliseconds(50));

        Assert.Equal(VerificationResult.Mismatch, fenced.Verify(Request, Deliveries.Settings()).Result);
        Assert.False(fenced.IsOff);
        Assert.Contains("did not answer", Assert.Single(fenced.Read(Request)).UnreadableBecause, StringComparison.Ordinal);
        Assert.Null(fenced.OffBecause);
        Assert.False(fenced.TryReadFacts(Event, default, out _, out _));

        Assert.True(fenced.IsOff);
        Assert.Contains("'scripted'", fenced.OffBecause, StringComparison.Ordinal);
        Assert.Equal(VerificationResult.Mismatch, fenced.Verify(Request, Deliveries.Settings()).Result);
        Assert.Equal(3, calls);
        Assert.Single(_logger.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hang_in_a_request_is_an_answer_for_later_and_holds_up_no_thread_of_the_pool()
    {
        _adapter.OnCall = _never.Wait;
        var time = new FakeTimeProvider();
        var fenced = FencedAdapter.AroundPlugin(_adapter, _logger, TimeSpan.FromSeconds(2), time);

        var examined = fenced.ExamineAsync(Request, Deliveries.Settings()).AsTask();
        Assert.False(examined.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("did not answer", (await examined).NotNow, StringComparison.Ordinal);
        Assert.Null((await examined).Verification);
    }

    [Fact]
    public async Task A_request_to_a_plugin_that_throws_is_refused_or_kept_as_unreadable()
    {
        var calls = 0;
        _adapter.Answers = false;
        _adapter.OnCall = () =>
        {
            if (++calls == 3)
            {
                throw new FormatException();
            }
        };

        var unreadable = await Plugin().ExamineAsync(Request, Deliveries.Settings());
        _adapter.OnCall = () => throw new FormatException();
        var refused = await Plugin().ExamineAsync(Request, Deliveries.Settings());

        Assert.Equal((null, VerificationResult.Valid), (unreadable.NotNow, unreadable.Verification?.Result));
        Assert.Contains("failed in Read", Assert.Single(unreadable.Events).UnreadableBecause, StringComparison.Ordinal);
        Assert.Equal((null, VerificationResult.Mismatch), (refused.NotNow, refused.Verification?.Result));
        Assert.Empty(refused.Events);
    }

    [Fact]
    public async Task Hangs_with_an_answer_between_them_are_not_in_a_row()
    {
        var fenced = Plugin(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < 4; i++)
        {
            using var once = new ManualResetEventSlim();
            var hasEnded = false;
            _adapter.OnCall = () =>
            {
                once.Wait();
                Volatile.Write(ref hasEnded, true);
            };
            fenced.Verify(Request, Deliveries.Settings());
            once.Set();
            await Until.True(() => Volatile.Read(ref hasEnded), "the call that was left behind has ended");
            _adapter.OnCall = () => { };
            Assert.Equal(VerificationResult.Valid, fenced.Verify(Request, Deliveries.Settings()).Result);
        }

        Assert.False(fenced.IsOff);
    }

    [Fact]
    public void Three_calls_that_hang_for_good_are_enough_also_with_answers_between_them()
    {
        var fenced = Plugin(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < 3; i++)
        {
            Assert.False(fenced.IsOff);
            _adapter.OnCall = _never.Wait;
            fenced.Verify(Request, Deliveries.Settings());
            _adapter.OnCall = () => { };
            fenced.Verify(Request, Deliveries.Settings());
        }

        Assert.True(fenced.IsOff);
    }

    [Fact]
    public async Task A_machine_that_stood_still_is_no_hang()
    {
        using var answered = new ManualResetEventSlim();
        _adapter.OnCall = answered.Wait;
        var time = new FakeTimeProvider();
        var fenced = FencedAdapter.AroundPlugin(_adapter, _logger, TimeSpan.FromSeconds(2), time);

        var examined = fenced.ExamineAsync(Request, Deliveries.Settings()).AsTask();
        time.Advance(TimeSpan.FromMinutes(5));
        answered.Set();

        Assert.Null((await examined).NotNow);
        Assert.Equal("hello", (await examined).Handshake?.Body);
    }

    private FencedAdapter Plugin(TimeSpan? limit = null) => FencedAdapter.AroundPlugin(_adapter, _logger, limit);
}
