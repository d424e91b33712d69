using System.Text.Json;

namespace CometHooks;

/// <summary>
/// The code for one source: is this request authentic, which events are in it, and what are their facts?
/// </summary>
/// <remarks>
/// Every member is synchronous and pure over the raw bytes: between the request and the commit nobody calls the
/// network. Members must be safe to call from several threads at once. New members come with a default body.
/// </remarks>
public interface ISourceAdapter
{
    /// <summary>The source's name as it stands in configuration and in the webhook's URL: lower case, for example <c>stripe</c>.</summary>
    string Source { get; }

    /// <summary>
    /// Whether a webhook with a right signature that is too old is kept as <c>late</c> instead of refused with 401.
    /// True only for a platform that is not known to sign its retries anew.
    /// </summary>
    bool KeepsLate => false;

    /// <summary>
    /// Is this request authentic? Looks at the raw body only; must compare in constant time (see <see cref="Signatures"/>).
    /// The hub never calls it for an endpoint without a secret. A throw is a refusal.
    /// </summary>
    Verification Verify(WebhookRequest request, SourceSettings settings);

    /// <summary>
    /// The events of an authentic request: one for most platforms, several where a platform sends batches.
    /// <see cref="JsonBody"/> and <see cref="JsonFields"/> read a body without ever throwing.
    /// A body that is not an event of this source is returned as <see cref="SourceEvent.Unreadable"/>: it is stored
    /// and answered 200, because the platform cannot do better by sending it again. A throw counts as unreadable too.
    /// </summary>
    IReadOnlyList<SourceEvent> Read(WebhookRequest request);

    /// <summary>
    /// What is known about the event under names that outlive payload versions. Called when the event is mapped,
    /// not when it is received. A throw makes the webhook <c>failed</c>.
    /// </summary>
    Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload) => Facts.None;

    /// <summary>
    /// Within what the source's own ids are unique, as the scope of conversion keys: <c>stripe/acct_1</c>,
    /// <c>shopify/name.myshopify.com</c>, <c>calendly</c>. Null: within the endpoint.
    /// </summary>
    string? KeyScope(SourceEvent sourceEvent) => null;

    /// <summary>
    /// The answer to a platform that probes a URL before it uses it; null where the request is no such probe.
    /// Called for requests of any method, before verification.
    /// </summary>
    Handshake? Handshake(WebhookRequest request) => null;

    /// <summary>
    /// The headers that the platform would send with this sample: signed where <see cref="Sample.Secret"/> is set.
    /// Used by <c>comethooks send</c>, <c>demo</c>, <c>map</c> and the examples of mappings, never on the path of a real webhook.
    /// </summary>
    IReadOnlyDictionary<string, string> SampleHeaders(Sample sample) => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What a merchant of this platform would do so that more conversions carry <paramref name="missing"/>: whole sentences,
    /// shown by <c>comethooks readiness</c> and the console. Null: the hub says what holds for every platform.
    /// </summary>
    /// <param name="missing"><c>comet_token</c>, <c>fingerprint_and_ip</c>, <c>email</c>, <c>phone</c> or <c>name</c>.</param>
    string? IdentityAdvice(string missing) => null;

    /// <summary>
    /// What a platform asks by this event on behalf of a person's privacy; null for all other events. Called when the event
    /// is mapped. A throw makes the webhook <c>failed</c>.
    /// </summary>
    PrivacyRequest? ReadPrivacyRequest(SourceEvent sourceEvent, JsonElement payload) => null;
}
