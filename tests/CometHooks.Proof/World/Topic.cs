using System.Security.Cryptography;

namespace CometHooks.Proof.World;

/// <summary>What Shopify says in headers: topic and ids. The ids come from the body, so that a redelivery carries them again.</summary>
internal static class Topic
{
    /// <summary>The sample <c>shopify/orders_paid.eur.json</c> is of the topic <c>orders/paid</c>.</summary>
    public static string Of(Happening happening) => Path.GetFileName(happening.Sample).Split('.')[0].Replace('_', '/');

    /// <summary>Shopify's id of the event.</summary>
    public static string Id(Happening happening) => IdOf("event", happening);

    /// <summary>Shopify's id of the delivery to this subscription.</summary>
    public static string DeliveryId(Happening happening) => IdOf("delivery", happening);

    private static string IdOf(string use, Happening happening)
    {
        byte[] content = [.. System.Text.Encoding.ASCII.GetBytes($"{use}:{happening.Sample}:"), .. happening.Body];
        return new Guid(SHA256.HashData(content).AsSpan(0, 16)).ToString();
    }
}
