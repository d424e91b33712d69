namespace CometHooks.Receive;

/// <summary>The two addresses of the hub. TLS ends at the proxy in front of it.</summary>
internal sealed record ListenerOptions
{
    /// <summary>For the platforms: <c>/webhooks/…</c> and <c>/healthz</c>, nothing else.</summary>
    public string Webhooks { get; init; } = "http://0.0.0.0:8080";

    /// <summary>For you: the console, <c>/api</c>, <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>. Keep it on loopback or in a private network.</summary>
    public string Admin { get; init; } = "http://127.0.0.1:8081";
}
