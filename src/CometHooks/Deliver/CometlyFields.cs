using System.Collections.Frozen;

namespace CometHooks.Deliver;

/// <summary>What a field of a Cometly event holds.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Boolean,
    Time,
}

/// <summary>The names that a rule may write under <c>fields</c>.</summary>
internal static class CometlyFields
{
    /// <summary>Every field with what it holds. <c>currency</c> is for the money guards and not sent.</summary>
    public static FrozenDictionary<string, FieldKind> All { get; } = Fields().ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, FieldKind>> Fields()
    {
        string[] texts =
        [
            "email", "comet_token", "fingerprint", "ip", "tracking_id", "full_name", "first_name", "last_name", "phone", "user_agent", "url",
            "currency", "order_id", "order_name", "checkout_token", "upsell_common_id",
            "comet_source", "comet_network", "comet_campaign", "comet_ad_group", "comet_ad_id", "comet_keyword", "comet_type",
        ];
        foreach (var name in texts)
        {
            yield return new(name, FieldKind.Text);
        }

        yield return new("amount", FieldKind.Number);
        yield return new("is_upsell", FieldKind.Boolean);
        yield return new("do_not_capi", FieldKind.Boolean);
        yield return new("event_time", FieldKind.Time);

        // 1-15 and 26-30 text (dates as text), 16-25 numbers.
        for (var i = 1; i <= 30; i++)
        {
            yield return new($"profile_field_{i}", i is >= 16 and <= 25 ? FieldKind.Number : FieldKind.Text);
        }
    }
}
