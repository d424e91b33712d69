using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>Wakes the sender of alerts.</summary>
internal sealed class AlertSignal(TimeProvider time) : AsyncSignal(time);
