using CometHooks.Operate.Metrics;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Everything that comes to an endpoint is refused for its signature or its shop: its secret or its shop is not the platform's.</summary>
internal sealed class FailingSignatures(SignatureStreaks streaks, EndpointCatalog endpoints, EndpointLife life, AlertOptions options) : IAlertCondition
{
    // A forged request among good ones is no alert, and the good ones come within this where they come often.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    public string Name => "signatures";

    public Task<IReadOnlyList<Finding>> FindAsync(HubReading now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        [.. streaks.Now
            .Where(s => options.Signatures > 0 && s.Value.Refused >= options.Signatures && now.At - s.Value.Since >= Window && !IsAnswered(s.Key, s.Value, now))
            .Select(s => new Finding(s.Key, "error", Text(s.Key, s.Value), "/endpoints"))]);

    public bool IsOver(OpenAlert alert, HubReading now) => life.IsBack(alert, now) || IsAnsweredAgain(alert);

    private string Text(string endpoint, SignatureStreak streak) => streak.Reason switch
    {
        RefusalReasons.WrongShop => $"All webhooks at endpoint {endpoint} are authentic and refused, {streak.Refused} so far: wrong shop. {(endpoints.Find(endpoint)?.WrongShop is { } wrong ? $"It is {wrong}" : "Its shop must be the name that the platform sends, at Shopify one that ends in .myshopify.com")}",
        _ => $"All requests at endpoint {endpoint} are refused for their signature, {streak.Refused} so far: its secret is not the platform's",
    };

    // Another instance may have accepted one meanwhile.
    private static bool IsAnswered(string endpoint, SignatureStreak streak, HubReading now) =>
        now.LastWebhooks.GetValueOrDefault(endpoint)?.ReceivedAt >= streak.Since;

    // One that had been here before leaves no new webhook; it is accepted all the same.
    private bool IsAnsweredAgain(OpenAlert alert) => streaks.AcceptedAt(alert.Subject) > alert.Since;
}
