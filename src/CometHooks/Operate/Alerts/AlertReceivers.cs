using CometHooks.Store;
using MimeKit;

namespace CometHooks.Operate.Alerts;

/// <summary>Those who are told of alerts, and one try to tell one of them.</summary>
internal sealed class AlertReceivers(AlertOptions options, IEnumerable<IAlertChannel> channels, TimeProvider time)
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(15);

    /// <summary>All of the configuration, without what is secret of them.</summary>
    public IReadOnlyList<ReceiverView> All => [.. options.Receivers.Select(r => new ReceiverView(r.Key, r.Value.Type, Host(r.Value)))];

    /// <summary>Tells the receiver that the notice names. Throws only where it is cancelled.</summary>
    public async Task<ReceiverAnswer> TellAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        if (!options.Receivers.TryGetValue(notice.Receiver, out var receiver) || channels.FirstOrDefault(c => c.Type == receiver.Type) is not { } channel)
        {
            return ReceiverAnswer.No("there is no such receiver in the configuration");
        }

        using var timer = new CancellationTokenSource(OneTry, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await channel.SendAsync(notice, receiver, either.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            return ReceiverAnswer.No("no answer in time");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return ReceiverAnswer.No(ReceiverErrors.Of(e));
        }
    }

    // No path: with Slack it is the secret. No mailbox: it is somebody's.
    private static string Host(AlertReceiverOptions receiver) => receiver.Type == "email"
        ? string.Join(", ", receiver.To.Select(to => MailboxAddress.Parse(to).Domain).Distinct(StringComparer.OrdinalIgnoreCase))
        : new Uri(receiver.Url).Host;
}

/// <param name="Name">Its name in the configuration.</param>
/// <param name="Type"><c>email</c>, <c>slack</c> or <c>webhook</c>.</param>
/// <param name="Host">Of its address no more than the host.</param>
internal sealed record ReceiverView(string Name, string Type, string Host);
