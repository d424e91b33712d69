using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Posts to a Slack channel by an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). Others read the same format.</summary>
internal sealed class SlackChannel(ReceiverClients clients, NoticeText text) : IAlertChannel
{
    public string Type => "slack";

    public async Task<ReceiverAnswer> SendAsync(AlertNotice notice, AlertReceiverOptions receiver, CancellationToken cancellationToken)
    {
        var mark = notice.Alert.Condition == TestAlerts.Condition ? ":test_tube:" : notice.ResolvedAt is not null ? ":white_check_mark:" : notice.Alert.Severity == "error" ? ":rotating_light:" : ":warning:";
        using var content = JsonContent.Create(new { text = $"{mark} {Escaped(NoticeText.Headline(notice))}\n<{Escaped(text.Link(notice))}|Open the console>" });

        // Slack takes no chunks.
        await content.LoadIntoBufferAsync(cancellationToken);
        using var response = await clients.For(receiver).PostAsync(receiver.Url, content, cancellationToken);
        return ReceiverAnswer.Of(response);
    }

    // https://docs.slack.dev/messaging/formatting-message-text#escaping: these three and no others.
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
