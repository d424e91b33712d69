using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>One way to tell somebody of an alert.</summary>
internal interface IAlertChannel
{
    /// <summary>The receivers' type that goes this way.</summary>
    string Type { get; }

    /// <summary>Tells, and gives the receiver's answer. What keeps it from being reached it may throw.</summary>
    Task<ReceiverAnswer> SendAsync(AlertNotice notice, AlertReceiverOptions receiver, CancellationToken cancellationToken);
}
