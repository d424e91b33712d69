using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace CometHooks.Store;

/// <summary>
/// Seals what tells of people before it is written, and opens what is read: AES-256-GCM, the key's id in front. What is
/// not sealed (it was written before there was a key) is read as it is. Sessions use it for every value, so that no
/// statement and no mapping of rows knows of it.
/// </summary>
internal sealed class StoreCipher
{
    public const int KeyBytes = 32;

    // No text and no body that a platform sends begins with it; JSON cannot.
    private const char Mark = '\u0001';
    private const int IdLength = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // {}, [] and nothing at all.
    private const int Tells = 2;

    private static readonly FrozenSet<string> Sealed = new[]
    {
        "@headers", "@body", "@facts", "@decisions", "@event", "@fields", "@evidence", "@answer", "@error", "@identity", "@xml",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdef"u8);

    private readonly FrozenDictionary<string, byte[]> _keys;

    private StoreCipher(IReadOnlyList<byte[]> keys)
    {
        KeyId = IdOf(keys[0]);
        _keys = keys.GroupBy(IdOf, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>The id of the key that seals.</summary>
    public string KeyId { get; }

    /// <summary>The ids of all keys that open.</summary>
    public IEnumerable<string> KeyIds => _keys.Keys;

    /// <summary>Null where no key is given: then nothing is sealed.</summary>
    public static StoreCipher? Of(StoreOptions options) => options.EncryptionKeys.Count == 0 ? null : new StoreCipher([.. options.EncryptionKeys.Select(Convert.FromBase64String)]);

    /// <summary>Whether a text is a key: 32 bytes in base64.</summary>
    public static bool IsKey(string text) => Base64.IsValid(text, out var length) && length == KeyBytes;

    /// <summary>A parameter's value as it is written.</summary>
    public object? Seal(string name, object? value) => !Sealed.Contains(name) ? value : value switch
    {
        string text => Seal(text),
        byte[] bytes => Seal(bytes),
        string?[] texts => Array.ConvertAll(texts, t => t is null ? null : Seal(t)),
        byte[][] all => Array.ConvertAll(all, Seal),
        _ => value,
    };

    /// <summary>A text as it was before it was sealed.</summary>
    public string Open(string stored)
        => KeyOf(stored) is { } id ? Encoding.UTF8.GetString(Open(id, Convert.FromBase64String(stored[(IdLength + 1)..]))) : stored;

    public byte[] Open(byte[] stored)
        => KeyOf(stored) is { } id && _keys.ContainsKey(id) ? Open(id, stored.AsSpan(IdLength + 1)) : stored;

    /// <summary>The key that a stored text is sealed by; null where it is not.</summary>
    public static string? KeyOf(string stored) => stored.Length > IdLength && stored[0] == Mark ? stored[1..(IdLength + 1)] : null;

    public static string? KeyOf(ReadOnlySpan<byte> stored)
        => stored.Length > IdLength + NonceBytes + TagBytes && stored[0] == Mark && stored[1..(IdLength + 1)].IndexOfAnyExcept(Hex) < 0
            ? Encoding.ASCII.GetString(stored[1..(IdLength + 1)])
            : null;

    /// <summary>Whether a stored value has to be sealed anew: it tells something, and not under the newest key.</summary>
    public bool IsStale(ReadOnlySpan<byte> stored) => stored.Length > Tells && !(stored.Length > IdLength && stored[0] == Mark && stored[1..(IdLength + 1)].SequenceEqual(Encoding.ASCII.GetBytes(KeyId)));

    private string Seal(string text) => text.Length <= Tells ? text : $"{Mark}{KeyId}{Convert.ToBase64String(Seal(Encoding.UTF8.GetBytes(text), room: 0))}";

    private byte[] Seal(byte[] bytes)
    {
        if (bytes.Length <= Tells)
        {
            return bytes;
        }

        var whole = Seal(bytes, IdLength + 1);
        whole[0] = (byte)Mark;
        Encoding.ASCII.GetBytes(KeyId, whole.AsSpan(1));
        return whole;
    }

    // A nonce of its own for each value: random ones of 96 bits are good for four billion values a key (NIST SP 800-38D).
    private byte[] Seal(ReadOnlySpan<byte> bytes, int room)
    {
        var whole = new byte[room + NonceBytes + bytes.Length + TagBytes];
        var nonce = whole.AsSpan(room, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[KeyId], TagBytes);
        aes.Encrypt(nonce, bytes, whole.AsSpan(room + NonceBytes, bytes.Length), whole.AsSpan(room + NonceBytes + bytes.Length));
        return whole;
    }

    private byte[] Open(string id, ReadOnlySpan<byte> value)
    {
        var key = _keys.GetValueOrDefault(id) ?? throw new InvalidOperationException($"A row is sealed by the key {id}, which is not among store.encryption_keys.");
        var plain = new byte[value.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(value[..NonceBytes], value[NonceBytes..^TagBytes], value[^TagBytes..], plain);
        return plain;
    }

    // Says which key it is, and nothing of it.
    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "comethooks key id\n"u8, .. key]))[..IdLength];
}
