using CometHooks.Sources;
using CometHooks.Stripe;

namespace CometHooks.Tests.Proofs;

/// <summary>Checkouts of which the charge knows the address, and only the session the token.</summary>
internal sealed class Checkouts : IDisposable
{
    public const string Token = "3f9c2d71b04e8a56c1d97e20f35ab86490de12";

    private readonly HttpClient _client = new();
    private readonly StripeAdapter _adapter = new();

    /// <summary>One checkout: its charge and its session.</summary>
    public static (Happening Charge, Happening Intent, Happening Session) Make(int seed)
    {
        var random = new Random(seed);
        var now = TimeProvider.System.GetUtcNow();
        var payment = new StripePayment(random, acacia: seed % 2 == 0) { Email = $"buyer{seed}@example.com", Name = "Ada Example", ByCheckout = true };
        return (payment.ChargeSucceeded(now), payment.IntentSucceeded(now), payment.CheckoutCompleted(now.AddSeconds(1), Token, reference: null, subscription: null));
    }

    /// <summary>Posts it to a hub that may be another process, or so much ahead of this machine.</summary>
    public async Task PostAsync(Uri hub, Happening happening, TimeSpan later = default)
    {
        var request = SampleFolder.Request(_adapter, Path.GetFileName(happening.Sample), happening.Body, HubFolder.Secret, TimeProvider.System.GetUtcNow() + later);
        using var message = SampleMessage.Of(request, new Uri(hub, "/webhooks/stripe"));
        using var answer = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    public void Dispose() => _client.Dispose();
}
