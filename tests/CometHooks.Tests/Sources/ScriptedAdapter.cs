using System.Text.Json;

namespace CometHooks.Tests.Sources;

/// <summary>An adapter that does at each call what the test says.</summary>
internal sealed class ScriptedAdapter : ISourceAdapter
{
    public Action OnCall { get; set; } = () => { };

    /// <summary>Whether it takes each request for a probe of its URL.</summary>
    public bool Answers { get; set; } = true;

    public string Source => "scripted";

    public Verification Verify(WebhookRequest request, SourceSettings settings) => Do(Verification.Valid);

    public IReadOnlyList<SourceEvent> Read(WebhookRequest request) => Do<IReadOnlyList<SourceEvent>>(
        [new SourceEvent { InboxKey = "1", EventId = "1", Type = "scripted" }]);

    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload) => Do(new Facts { Order = "1" });

    public Handshake? Handshake(WebhookRequest request) => Do(Answers ? new Handshake(200, "text/plain", "hello") : null);

    public string? IdentityAdvice(string missing) => Do(missing == "email" ? "Ask for it." : null);

    private T Do<T>(T result)
    {
        OnCall();
        return result;
    }
}
