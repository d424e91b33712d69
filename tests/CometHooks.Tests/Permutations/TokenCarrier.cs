using System.Text.Json.Nodes;

namespace CometHooks.Tests.Permutations;

/// <summary>A place at Stripe where a shop may leave the visitor's token.</summary>
/// <param name="Name">The place, as it is called there.</param>
/// <param name="Exists">Whether a checkout of this kind has the place at all.</param>
/// <param name="Write">Writes the token into an event's object, where it would arrive in it.</param>
internal sealed record TokenCarrier(string Name, Func<Checkout, bool> Exists, Action<JsonObject, string> Write)
{
    public static IReadOnlyList<TokenCarrier> All { get; } =
    [
        new("session metadata", _ => true, (it, token) => When(it, "checkout.session", () => Metadata(it, token))),
        new("client_reference_id", _ => true, (it, token) => When(it, "checkout.session", () => it["client_reference_id"] = "ct_" + token)),
        new("payment metadata", checkout => !checkout.IsSubscription, (it, token) =>
        {
            When(it, "payment_intent", () => Metadata(it, token));
            When(it, "charge", () => Metadata(it, token));
        }),
        new("subscription metadata", checkout => checkout.IsSubscription, (it, token) =>
        {
            When(it, "subscription", () => Metadata(it, token));
            When(it, "invoice", () => Metadata((JsonObject)(it["subscription_details"] ?? it["parent"]!["subscription_details"])!, token));
        }),
        new("nowhere", _ => true, (_, _) => { }),
    ];

    public bool IsNone => Name == "nowhere";

    /// <summary>Takes away what the sample itself carries.</summary>
    public static void Clear(JsonObject it)
    {
        it["metadata"] = new JsonObject();
        When(it, "checkout.session", () => it["client_reference_id"] = null);
        if (it["object"]!.GetValue<string>() == "invoice" && (it["subscription_details"] ?? it["parent"]?["subscription_details"]) is JsonObject details)
        {
            details["metadata"] = new JsonObject();
        }
    }

    private static void Metadata(JsonObject it, string token) => it["metadata"] = new JsonObject { ["comet_token"] = token };

    private static void When(JsonObject it, string kind, Action write)
    {
        if (it["object"]!.GetValue<string>() == kind)
        {
            write();
        }
    }
}
