using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CometHooks;

/// <summary>
/// HMAC checks over raw bytes in constant time, with several secrets and a time window, so that the safe way is the short way.
/// </summary>
public static class Signatures
{
    private const int HashLength = HMACSHA256.HashSizeInBytes;

    /// <summary>
    /// Checks a header of the form <c>t=&lt;unix seconds&gt;,v1=&lt;hex&gt;[,v1=…]</c>: HMAC-SHA256 over <c>t.body</c>, key = the
    /// whole secret as UTF-8. Stripe (https://docs.stripe.com/webhooks#verify-manually) and Calendly
    /// (https://developer.calendly.com/api-docs/webhook-signatures) sign this way. Other schemes in the header are ignored.
    /// </summary>
    /// <param name="header">The header's value; null or empty where it is missing.</param>
    /// <param name="headerName">The header's name, for the reason.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="secrets">The secrets; any may match.</param>
    /// <param name="now">When the request arrived.</param>
    /// <param name="tolerance">How far t may lie from now, both ways.</param>
    public static Verification CheckTimestamped(
        string? header, string headerName, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, DateTimeOffset now, TimeSpan tolerance)
    {
        if (string.IsNullOrEmpty(header))
        {
            return Verification.MissingSignature(headerName);
        }

        if (!TryFindTimestamp(header, out var t, out var seconds))
        {
            return Verification.Malformed($"header {headerName} is not t=<unix seconds>,v1=<hex>");
        }

        // "t.body" in one pooled buffer: one pass of the hash, no copy of the body on the heap.
        var length = t.Length + 1 + body.Length;
        var signed = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encoding.ASCII.GetBytes(t, signed);
            signed[t.Length] = (byte)'.';
            body.CopyTo(signed.AsSpan(t.Length + 1));
            var anyV1 = false;
            var matches = false;
            Span<byte> sent = stackalloc byte[HashLength];
            Span<byte> expected = stackalloc byte[HashLength];
            foreach (var secret in secrets)
            {
                Hmac(secret, signed.AsSpan(0, length), expected);
                foreach (var range in header.AsSpan().Split(','))
                {
                    var part = header.AsSpan(range);
                    if (part.StartsWith("v1=", StringComparison.Ordinal) && TryLowerHex(part[3..], sent))
                    {
                        anyV1 = true;
                        matches |= CryptographicOperations.FixedTimeEquals(sent, expected);
                    }
                }
            }

            if (!matches)
            {
                return anyV1 ? Verification.Mismatch() : Verification.Malformed($"header {headerName} has no v1=<64 lower-case hex digits>");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed);
        }

        // Only now, with a right signature, does the time say anything.
        var age = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return age.Duration() <= tolerance ? Verification.Valid : Verification.Late(age);
    }

    /// <summary>Checks HMAC-SHA256 over the body, sent as base64 in a header of its own (Shopify and many others).</summary>
    public static Verification CheckBase64(string? header, string headerName, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrEmpty(header))
        {
            return Verification.MissingSignature(headerName);
        }

        Span<byte> sent = stackalloc byte[HashLength];
        return header.Length == 44 && Convert.TryFromBase64String(header, sent, out var written) && written == HashLength
            ? CheckHash(sent, body, secrets)
            : Verification.Malformed($"header {headerName} is not base64 of 32 bytes");
    }

    /// <summary>Checks HMAC-SHA256 over the body, sent as hex; a prefix such as <c>sha256=</c> is the caller's to cut.</summary>
    public static Verification CheckHex(string? header, string headerName, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrEmpty(header))
        {
            return Verification.MissingSignature(headerName);
        }

        Span<byte> sent = stackalloc byte[HashLength];
        return TryHex(header, sent)
            ? CheckHash(sent, body, secrets)
            : Verification.Malformed($"header {headerName} is not 64 hex digits");
    }

    /// <summary>The header value that <see cref="CheckTimestamped"/> accepts, for samples and tests.</summary>
    public static string SignTimestamped(ReadOnlySpan<byte> body, string secret, DateTimeOffset at)
    {
        var t = at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(t), (byte)'.', .. body];
        Span<byte> hash = stackalloc byte[HashLength];
        Hmac(secret, signed, hash);
        return $"t={t},v1={Convert.ToHexStringLower(hash)}";
    }

    /// <summary>The header value that <see cref="CheckBase64"/> accepts, for samples and tests.</summary>
    public static string SignBase64(ReadOnlySpan<byte> body, string secret)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        Hmac(secret, body, hash);
        return Convert.ToBase64String(hash);
    }

    /// <summary>The header value that <see cref="CheckHex"/> accepts, for samples and tests.</summary>
    public static string SignHex(ReadOnlySpan<byte> body, string secret)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        Hmac(secret, body, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>SHA-256 as lower-case hex, for keys made from content.</summary>
    public static string Sha256Hex(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static Verification CheckHash(ReadOnlySpan<byte> sent, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        Span<byte> expected = stackalloc byte[HashLength];
        var matches = false;
        foreach (var secret in secrets)
        {
            Hmac(secret, body, expected);
            matches |= CryptographicOperations.FixedTimeEquals(sent, expected);
        }

        return matches ? Verification.Valid : Verification.Mismatch();
    }

    private static void Hmac(string secret, ReadOnlySpan<byte> content, Span<byte> hash)
    {
        // An empty key would make a signature that anyone can compute.
        ArgumentException.ThrowIfNullOrEmpty(secret);
        Span<byte> key = stackalloc byte[256];
        if (Encoding.UTF8.TryGetBytes(secret, key, out var length))
        {
            HMACSHA256.HashData(key[..length], content, hash);
        }
        else
        {
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), content, hash);
        }
    }

    private static bool TryHex(ReadOnlySpan<char> hex, Span<byte> bytes) =>
        hex.Length == HashLength * 2 && Convert.FromHexString(hex, bytes, out _, out var written) == OperationStatus.Done && written == HashLength;

    // The vendors write lower-case digits and their libraries compare them as text: one spelling for one signature.
    private static bool TryLowerHex(ReadOnlySpan<char> hex, Span<byte> bytes) =>
        !hex.ContainsAnyInRange('A', 'F') && TryHex(hex, bytes);

    // Only name=value parts, and one t of 1 to 11 ASCII digits: no sign, no space, nothing that another reader would
    // understand otherwise. Stripe's own library throws at such a header.
    private static bool TryFindTimestamp(string header, out ReadOnlySpan<char> t, out long seconds)
    {
        t = default;
        seconds = 0;
        var found = 0;
        foreach (var range in header.AsSpan().Split(','))
        {
            var part = header.AsSpan(range);
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                t = part[2..];
                found++;
            }
            else if (!part.Contains('='))
            {
                return false;
            }
        }

        return found == 1 && t.Length is > 0 and <= 11 && t.IndexOfAnyExceptInRange('0', '9') < 0
            && long.TryParse(t, System.Globalization.CultureInfo.InvariantCulture, out seconds);
    }
}
