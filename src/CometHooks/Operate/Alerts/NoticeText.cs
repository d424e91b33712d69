using CometHooks.Operate.Access;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate.Alerts;

/// <summary>What all ways say alike.</summary>
internal sealed class NoticeText(ConsoleOptions console, Listeners listeners)
{
    /// <summary>Fired or over, in a line.</summary>
    public static string Headline(AlertNotice notice) => notice.ResolvedAt is null ? notice.Alert.Text : $"Over: {notice.Alert.Text}";

    /// <summary>Where in the console something can be done about it.</summary>
    public string Link(AlertNotice notice) => (console.PublicUrl.Length > 0 ? console.PublicUrl : listeners.Admin.ToString()).TrimEnd('/') + notice.Alert.Page;
}
