using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CometHooks.Proof.Check;
using CometHooks.Proof.Hubs;
using CometHooks.Proof.World;

namespace CometHooks.Proof.Clients;

/// <summary>
/// The three platforms as they post to a hub: signed by each one's rule as its own pages tell it, without the hub's code.
/// Whatever comes of it is a line of the history.
/// </summary>
/// <param name="history">Where the lines go.</param>
/// <param name="time">The clock by which the platforms sign; null: this machine's.</param>
internal sealed class Platform(History history, TimeProvider? time = null) : IDisposable
{
    private const string Forger = "whsec_of_somebody_else";

    // Longer than the hub may take to say 503.
    private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Posts it, signed now.</summary>
    /// <param name="hub">Where the hub's webhooks arrive.</param>
    /// <param name="e">The event.</param>
    /// <param name="genuine">Whether the signature is the platform's.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Told> PostAsync(Uri hub, ClientEvent e, bool genuine = true, CancellationToken cancellationToken = default)
    {
        var source = e.Happening.Source;
        var path = $"/webhooks/{source}";
        if (genuine)
        {
            history.Sending(e);
        }

        using var message = Message(e.Happening, new Uri(hub, path), genuine ? HubFolder.Secret : Forger);
        var at = TimeProvider.System.GetUtcNow();
        var watch = Stopwatch.StartNew();
        var (status, id, retryAfter) = await AnswerAsync(message, cancellationToken);
        var told = new Told
        {
            Event = e.Id,
            About = e.About,
            Source = source,
            Endpoint = path,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(e.Happening.Body)),
            Genuine = genuine,
            SentAt = at,
            Status = status,
            WebhookId = id,
            RetryAfter = retryAfter,
            Milliseconds = watch.Elapsed.TotalMilliseconds,
        };
        history.Add(told);
        return told;
    }

    public void Dispose() => _client.Dispose();

    // No answer is an answer too: the hub was killed, or is not there yet.
    private async Task<(int Status, string? WebhookId, string? RetryAfter)> AnswerAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.SendAsync(message, cancellationToken);
            var text = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? JsonElement.Parse(text).GetProperty("id").GetString() : null, answer.Headers.RetryAfter?.ToString());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (0, null, null);
        }
    }

    private HttpRequestMessage Message(Happening happening, Uri url, string secret)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(happening.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in Headers(happening, Encoding.UTF8.GetBytes(secret)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private IEnumerable<(string Name, string Value)> Headers(Happening happening, byte[] secret) => happening.Source switch
    {
        "stripe" => [("Stripe-Signature", Timestamped(happening.Body, secret))],
        "calendly" => [("Calendly-Webhook-Signature", Timestamped(happening.Body, secret))],
        _ =>
        [
            ("X-Shopify-Topic", Topic.Of(happening)),
            ("X-Shopify-Shop-Domain", "comethooks-proof.myshopify.com"),
            ("X-Shopify-Webhook-Id", Topic.DeliveryId(happening)),
            ("X-Shopify-Event-Id", Topic.Id(happening)),
            ("X-Shopify-Hmac-Sha256", Convert.ToBase64String(HMACSHA256.HashData(secret, happening.Body))),
        ],
    };

    // https://docs.stripe.com/webhooks#verify-manually, https://developer.calendly.com/api-docs/webhook-signatures
    private string Timestamped(byte[] body, byte[] secret)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{now}."), .. body];
        return $"t={now},v1={Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed))}";
    }
}
