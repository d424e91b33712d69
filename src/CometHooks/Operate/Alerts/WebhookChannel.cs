using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Posts a signed webhook, as platforms post theirs to us.</summary>
internal sealed class WebhookChannel(ReceiverClients clients, NoticeText text, TimeProvider time) : IAlertChannel
{
    private static readonly JsonSerializerOptions _json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string Type => "webhook";

    public async Task<ReceiverAnswer> SendAsync(AlertNotice notice, AlertReceiverOptions receiver, CancellationToken cancellationToken)
    {
        if (!StandardWebhook.TryReadSecret(receiver.Secret, out var key))
        {
            return ReceiverAnswer.No("it has no secret");
        }

        // The same with every try: it is what happened, not when it was told.
        var body = JsonSerializer.Serialize(
            new
            {
                Type = notice.Alert.Condition == TestAlerts.Condition ? "alert.test" : notice.ResolvedAt is null ? "alert.fired" : "alert.resolved",
                Timestamp = notice.ResolvedAt ?? notice.Alert.Since,
                Data = new
                {
                    Alert = notice.Alert.Key,
                    notice.Alert.Condition,
                    notice.Alert.Subject,
                    notice.Alert.Severity,
                    notice.Alert.Text,
                    notice.Alert.Since,
                    notice.ResolvedAt,
                    Url = text.Link(notice),
                },
            },
            _json);
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        request.Headers.Add("webhook-id", notice.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardWebhook.Sign(key, notice.Id, now, body));
        using var response = await clients.For(receiver).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return ReceiverAnswer.Of(response);
    }
}
