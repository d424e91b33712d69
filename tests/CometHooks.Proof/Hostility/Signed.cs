using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CometHooks.Proof.Hubs;
using Stripe;

namespace CometHooks.Proof.Hostility;

/// <summary>
/// A delivery and its signature, made and judged without the hub's code: Stripe's by Stripe's own library, the others by
/// their rule alone.
/// </summary>
/// <param name="Source">The platform.</param>
/// <param name="Signature">The signature header's value.</param>
/// <param name="Body">The body.</param>
internal sealed record Signed(string Source, string Signature, byte[] Body)
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(HubFolder.Secret);
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The headers with which it is sent.</summary>
    public IEnumerable<(string Name, string Value)> Headers => Source switch
    {
        "stripe" => [("Stripe-Signature", Signature)],
        "calendly" => [("Calendly-Webhook-Signature", Signature)],
        _ =>
        [
            ("X-Shopify-Hmac-Sha256", Signature),
            ("X-Shopify-Topic", "orders/paid"),
            ("X-Shopify-Shop-Domain", "comethooks-proof.myshopify.com"),
            ("X-Shopify-Webhook-Id", Convert.ToHexStringLower(SHA256.HashData(Body))),
        ],
    };

    /// <summary>Signed as the platform does it.</summary>
    public static Signed Of(string source, byte[] body, long secondsFromNow = 0)
    {
        var t = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + secondsFromNow).ToString(CultureInfo.InvariantCulture);
        return new Signed(source, source == "shopify" ? Convert.ToBase64String(HMACSHA256.HashData(Key, body)) : $"t={t},v1={Convert.ToHexStringLower(Hmac(t, body))}", body);
    }

    /// <summary>Whether it is the platform's; null where the oracle, which takes text, cannot be asked.</summary>
    public bool? IsAuthentic => Source switch
    {
        "stripe" => ByStripe(),
        "shopify" => ByHash(),
        _ => ByAnyPair(),
    };

    private bool? ByStripe()
    {
        try
        {
            EventUtility.ValidateSignature(Strict.GetString(Body), Signature.Trim(' ', '\t'), HubFolder.Secret, tolerance: 300);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        catch (Exception e) when (e is StripeException or OverflowException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return false;
        }
    }

    private bool ByHash()
    {
        var sent = new byte[64];
        return Convert.TryFromBase64String(Signature, sent, out var length) && sent.AsSpan(0, length).SequenceEqual(HMACSHA256.HashData(Key, Body));
    }

    // As kind as can be: any of its times with any of its hashes. Too old is authentic all the same.
    private bool ByAnyPair()
    {
        var parts = Signature.Split(',').Select(part => part.Trim()).ToList();
        var hashes = parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Select(part => part[3..]).ToList();
        return parts.Where(part => part.StartsWith("t=", StringComparison.Ordinal))
            .Select(part => Convert.ToHexStringLower(Hmac(part[2..], Body)))
            .Any(expected => hashes.Contains(expected, StringComparer.OrdinalIgnoreCase));
    }

    private static byte[] Hmac(string time, byte[] body) => HMACSHA256.HashData(Key, (byte[])[.. Encoding.UTF8.GetBytes($"{time}."), .. body]);
}
