using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CometHooks.Operate.Alerts;

/// <summary>The signature of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, version 1.</summary>
internal static class StandardWebhook
{
    private const string Prefix = "whsec_";

    /// <summary>The key's bytes; false where it is none.</summary>
    public static bool TryReadSecret(string secret, out byte[] key)
    {
        key = new byte[secret.Length];
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || !Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) || length is < 24 or > 64)
        {
            return false;
        }

        key = key[..length];
        return true;
    }

    public static string Sign(byte[] key, string id, DateTimeOffset at, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }
}
