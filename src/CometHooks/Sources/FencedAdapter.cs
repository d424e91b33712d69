using System.Text.Json;

namespace CometHooks.Sources;

/// <summary>
/// An adapter behind a fence, so that one bad adapter cannot take the hub down. Built-in adapters are fenced against a
/// throw on the caller's own thread; plugins also against a hang, on a thread that can be left behind. A plugin that
/// hung three times in a row is off: its endpoints answer 503, so that the platform keeps the webhooks and tries again.
/// </summary>
internal sealed partial class FencedAdapter : ISourceAdapter, IMayBeOff
{
    private readonly ISourceAdapter _inner;
    private readonly CallFence? _fence;
    private readonly ILogger _logger;

    // A plugin on the thread on which it is being examined already.
    private readonly FencedAdapter _here;
    private int _isSaidToBeOff;

    private FencedAdapter(ISourceAdapter inner, CallFence? fence, ILogger logger)
    {
        (_inner, _fence, _logger) = (inner, fence, logger);
        _here = fence is null ? this : new FencedAdapter(inner, fence: null, logger);
        (Source, KeepsLate) = (inner.Source, inner.KeepsLate);
    }

    public string Source { get; }

    public bool KeepsLate { get; }

    /// <summary>Whether the adapter may not be called any more; see <see cref="OffBecause"/>.</summary>
    public bool IsOff => _fence is { IsOff: true };

    /// <summary>Why the adapter is off, and what to do; null while it is on.</summary>
    public string? OffBecause => IsOff
        ? $"the plugin of source '{Source}' hung {CallFence.AllowedHangs} times in a row: fix or remove it and start the hub again"
        : null;

    public static FencedAdapter AroundBuiltIn(ISourceAdapter adapter, ILogger logger) => new(adapter, fence: null, logger);

    /// <summary>Asks the plugin for its name already: this may throw whatever the plugin throws.</summary>
    public static FencedAdapter AroundPlugin(ISourceAdapter adapter, ILogger logger, TimeSpan? limit = null, TimeProvider? time = null) =>
        new(adapter, new CallFence(limit ?? CallFence.DefaultLimit, time ?? TimeProvider.System), logger);

    /// <summary>
    /// Is it authentic, and which events are in it? On one thread for all questions; no thread of the pool waits for a plugin.
    /// </summary>
    public async ValueTask<Examination> ExamineAsync(WebhookRequest request, SourceSettings settings)
    {
        if (_fence is null)
        {
            return Examination.Of(this, request, settings);
        }

        if (OffBecause is { } off)
        {
            return Examination.Without(off);
        }

        var outcome = await _fence.CallAsync(() => Examination.Of(_here, request, settings));
        return outcome.Result ?? Examination.Without(Trouble(outcome, "a request"));
    }

    public Verification Verify(WebhookRequest request, SourceSettings settings) =>
        TryCall(nameof(Verify), () => _inner.Verify(request, settings), out var verification, out _)
            ? verification
            : Verification.Mismatch("the adapter failed");

    public IReadOnlyList<SourceEvent> Read(WebhookRequest request) =>
        // Copied behind the fence: a list may run the plugin's code when it is walked. A null in it is a failure.
        TryCall<SourceEvent[]>(
            nameof(Read),
            () => [.. _inner.Read(request).Select(e => e ?? throw new InvalidOperationException("null event"))],
            out var events,
            out var problem)
            ? events
            : [SourceEvent.Unreadable(request.Body, problem)];

    /// <summary>The facts, or why there are none: the webhook is <c>failed</c> then.</summary>
    public bool TryReadFacts(SourceEvent sourceEvent, JsonElement payload, out Facts facts, out string problem) =>
        TryCall(nameof(ReadFacts), () => _inner.ReadFacts(sourceEvent, payload), out facts, out problem);

    /// <summary>As the contract has it, with a throw; the mapper uses <see cref="TryReadFacts"/>.</summary>
    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload) =>
        TryReadFacts(sourceEvent, payload, out var facts, out var problem) ? facts : throw new InvalidOperationException(problem);

    // A guess here could count a conversion twice: better it fails and is mapped again.
    public string? KeyScope(SourceEvent sourceEvent) =>
        TryCall(nameof(KeyScope), () => new KeyScopeAnswer(_inner.KeyScope(sourceEvent)), out var answer, out var problem)
            ? answer.Value
            : throw new InvalidOperationException(problem);

    // A request that cannot be read must not pass for none: the webhook is failed, and seen.
    public PrivacyRequest? ReadPrivacyRequest(SourceEvent sourceEvent, JsonElement payload) =>
        TryCall(nameof(ReadPrivacyRequest), () => new PrivacyAnswer(_inner.ReadPrivacyRequest(sourceEvent, payload)), out var answer, out var problem)
            ? answer.Value
            : throw new InvalidOperationException(problem);

    public Handshake? Handshake(WebhookRequest request) =>
        TryCall(nameof(Handshake), () => new HandshakeAnswer(_inner.Handshake(request)), out var answer, out _) ? answer.Value : null;

    // Never on the path of a webhook: who calls it sees what went wrong.
    public IReadOnlyDictionary<string, string> SampleHeaders(Sample sample) => _inner.SampleHeaders(sample);

    public string? IdentityAdvice(string missing) =>
        TryCall(nameof(IdentityAdvice), () => new AdviceAnswer(_inner.IdentityAdvice(missing)), out var answer, out _) ? answer.Value : null;

    private bool TryCall<T>(string member, Func<T> call, out T result, out string problem)
        where T : class
    {
        (result, problem) = (null!, "");
        if (OffBecause is { } off)
        {
            problem = off;
            return false;
        }

        var outcome = _fence is null ? CallFence.CallHere(call) : _fence.Call(call);
        if (outcome.Result is { } value)
        {
            result = value;
            return true;
        }

        problem = Trouble(outcome, member);
        return false;
    }

    // Says it in the log, and returns it in words that may be shown.
    private string Trouble<T>(CallOutcome<T> outcome, string member)
        where T : class
    {
        if (!outcome.IsHang)
        {
            // The type only: a message may quote the body.
            Log.Failed(_logger, Source, member, outcome.Thrown?.GetType().Name ?? "null");
            return $"the adapter of '{Source}' failed in {member}";
        }

        Log.Hung(_logger, Source, member);
        if (IsOff && Interlocked.Exchange(ref _isSaidToBeOff, 1) == 0)
        {
            Log.Off(_logger, Source);
        }

        return $"the adapter of '{Source}' did not answer in {member}";
    }

    // No scope, no privacy request, no handshake and no advice are answers, too; a bare null would be a failure.
    private sealed record PrivacyAnswer(PrivacyRequest? Value);

    private sealed record KeyScopeAnswer(string? Value);

    private sealed record HandshakeAnswer(Handshake? Value);

    private sealed record AdviceAnswer(string? Value);
}
