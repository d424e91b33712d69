using System.Collections.Frozen;

namespace CometHooks.Deliver;

/// <summary>The event names that Cometly knows: 14 standard ones and custom_event_1 to custom_event_50.</summary>
internal static class CometlyEventNames
{
    /// <summary>Every name, with the lane in which it waits.</summary>
    public static FrozenDictionary<string, Lane> All { get; } = Names().ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, Lane>> Names()
    {
        foreach (var name in (string[])["purchase", "subscribe", "start_trial", "schedule"])
        {
            yield return new(name, Lane.Money);
        }

        foreach (var name in (string[])["lead_generated", "contact", "complete_registration", "sign_up", "submit_application", "webinar_registration"])
        {
            yield return new(name, Lane.Leads);
        }

        foreach (var name in (string[])["view_content", "add_to_cart", "initiate_checkout", "add_payment_info"])
        {
            yield return new(name, Lane.Browse);
        }

        for (var i = 1; i <= 50; i++)
        {
            yield return new($"custom_event_{i}", Lane.Leads);
        }
    }
}
