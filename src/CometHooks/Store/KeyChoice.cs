using CometHooks.Count;

namespace CometHooks.Store;

/// <summary>Which idempotency key a conversion gets, if it may have one.</summary>
internal abstract record KeyChoice
{
    private KeyChoice()
    {
    }

    /// <summary>This one is free at the destination.</summary>
    internal sealed record Use(string Key) : KeyChoice;

    /// <summary>The rule's own key is another conversion's.</summary>
    internal sealed record Clash(string Reason) : KeyChoice;

    /// <summary>The webhook's own key for this event name already went out: the same effect, whatever the conversion keys say now.</summary>
    internal sealed record SameAs(LedgerEntryView Entry) : KeyChoice;
}
