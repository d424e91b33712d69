using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>One way to tell somebody of an alert.</summary>
internal interface IAlertChannel
{
    /// <summary>The receivers' type that goes this way.</summary>
    string Type { get; }

    /// <summary>Tells. Null: the receiver has it; else why not, without its address.</summary>
    Task<string?> SendAsync(AlertNotice notice, AlertReceiverOptions receiver, CancellationToken cancellationToken);
}
