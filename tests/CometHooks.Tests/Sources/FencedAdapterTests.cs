using CometHooks.Sources;
using CometHooks.Tests.Adapters;

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
    public void A_hang_is_cut_and_after_three_the_adapter_is_off_and_no_longer_called()
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

    private FencedAdapter Plugin(TimeSpan? limit = null) => FencedAdapter.AroundPlugin(_adapter, _logger, limit);
}
