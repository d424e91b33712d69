namespace CometHooks;

/// <summary>The answer to a platform that probes a URL before it uses it.</summary>
/// <param name="Status">HTTP status, 200 to 299.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">The answer's body.</param>
public sealed record Handshake(int Status, string ContentType, string Body);
