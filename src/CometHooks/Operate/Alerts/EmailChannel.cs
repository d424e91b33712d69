using CometHooks.Store;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CometHooks.Operate.Alerts;

/// <summary>Sends an e-mail by the SMTP server of the configuration.</summary>
internal sealed class EmailChannel(AlertOptions options, NoticeText text, TimeProvider time) : IAlertChannel
{
    public string Type => "email";

    public async Task<ReceiverAnswer> SendAsync(AlertNotice notice, AlertReceiverOptions receiver, CancellationToken cancellationToken)
    {
        var smtp = options.Smtp;
        using var message = Message(notice, receiver);
        using var client = new SmtpClient();
        var socket = await PublicAddresses.ConnectAsync(smtp.Host, smtp.Port, smtp.AllowPrivate, cancellationToken);
        await client.ConnectAsync(socket, smtp.Host, smtp.Port, Security(smtp), cancellationToken);
        if (smtp.User.Length > 0)
        {
            await client.AuthenticateAsync(smtp.User, smtp.Password, cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
        return new ReceiverAnswer(Taken: true, "the mail server took it");
    }

    private MimeMessage Message(AlertNotice notice, AlertReceiverOptions receiver)
    {
        var message = new MimeMessage { Subject = $"[CometHooks] {NoticeText.Headline(notice)}", Date = time.GetUtcNow() };
        message.From.Add(MailboxAddress.Parse(options.Smtp.From));
        message.To.AddRange(receiver.To.Select(MailboxAddress.Parse));

        // The same with every try, so that a mailbox can drop the second; and no out-of-office note comes back (RFC 3834).
        message.MessageId = $"{notice.Id}@{((MailboxAddress)message.From[0]).Domain}";
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain")
        {
            Text = $"""
                {NoticeText.Headline(notice)}

                Alert: {notice.Alert.Key}
                Since: {notice.Alert.Since:u}
                {(notice.ResolvedAt is { } at ? $"Over:  {at:u}\n" : "")}
                {text.Link(notice)}

                """,
        };
        return message;
    }

    private static SecureSocketOptions Security(SmtpOptions smtp) => smtp.Security switch
    {
        "tls" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
