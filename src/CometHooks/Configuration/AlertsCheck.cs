using CometHooks.Operate.Alerts;
using MimeKit;

namespace CometHooks.Configuration;

/// <summary>Whether alerts can reach their receivers as they are written.</summary>
internal static class AlertsCheck
{
    private static readonly string[] _types = ["email", "slack", "webhook"];

    /// <summary>Each problem as the setting's path below <c>alerts</c> and what is wrong.</summary>
    public static IEnumerable<(string Setting, string Message)> Problems(AlertOptions alerts)
    {
        if (alerts.Signatures < 0)
        {
            yield return ("signatures", "must be 0 or more.");
        }

        foreach (var (name, receiver) in alerts.Receivers)
        {
            foreach (var (setting, message) in OfReceiver(receiver, alerts.Smtp))
            {
                yield return ($"receivers.{name}.{setting}", message);
            }
        }

        if (alerts.Smtp.Security is not ("starttls" or "tls" or "none"))
        {
            yield return ("smtp.security", $"must be starttls or tls or none, not '{alerts.Smtp.Security}'.");
        }

        if (alerts.Smtp.Port is < 1 or > 65535)
        {
            yield return ("smtp.port", "must be between 1 and 65535.");
        }

        if (alerts.Smtp.Host.Length > 0 && !IsMailbox(alerts.Smtp.From))
        {
            yield return ("smtp.from", "must be the sender's address, such as hooks@example.com.");
        }

        if (alerts.Smtp is { Security: "none", User.Length: > 0 })
        {
            yield return ("smtp.security", "is none, and the password would travel in clear: use starttls or tls, or leave smtp.user empty.");
        }
    }

    private static IEnumerable<(string Setting, string Message)> OfReceiver(AlertReceiverOptions receiver, SmtpOptions smtp)
    {
        if (!_types.Contains(receiver.Type))
        {
            yield return ("type", $"must be {string.Join(" or ", _types)}, not '{receiver.Type}'.{NearestName.Hint(receiver.Type, _types)}");
        }

        if (receiver.Type == "email")
        {
            if (receiver.To.Count == 0 || !receiver.To.All(IsMailbox))
            {
                yield return ("to", "must hold at least one e-mail address, and nothing else.");
            }

            if (smtp.Host.Length == 0)
            {
                yield return ("type", "is email, and alerts.smtp.host names no server that takes it.");
            }
        }

        if (receiver.Type is "slack" or "webhook" && !(Uri.TryCreate(receiver.Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (receiver.AllowPrivate && url.Scheme == Uri.UriSchemeHttp))))
        {
            yield return ("url", "must begin with https:// (http:// only with allow_private).");
        }

        if (receiver.Type == "webhook" && !StandardWebhook.TryReadSecret(receiver.Secret, out _))
        {
            yield return ("secret", "must be whsec_ and 24 to 64 random bytes in base64, as of: echo whsec_$(openssl rand -base64 32)");
        }
    }

    private static bool IsMailbox(string text) => MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address.Contains('@', StringComparison.Ordinal);
}
