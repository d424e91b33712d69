using System.Security.Cryptography;
using System.Text;
using CometHooks.Store;

namespace CometHooks.Count;

/// <summary>An identity's key as it is kept: the kind, and an HMAC in place of the value.</summary>
internal sealed record HashedKey(string Kind, byte[] Hash)
{
    // Not to be recalled by: under it a person is found who wants to be forgotten, at whatever destination.
    private const string Person = "person";

    public IdentityRank Rank => IdentityKinds.RankOf(Kind);

    /// <summary>A key as it is kept: an address is not kept for 400 days.</summary>
    public static HashedKey Of(byte[] instanceKey, string destination, IdentityKey key)
        => new(key.Kind, HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"identity\n{destination}\n{key.Scope}\n{key.Kind}\n{key.Value}")));

    /// <summary>The hash of the person with this address; null where there is none.</summary>
    public static byte[]? OfEmail(byte[] instanceKey, string? email) => string.IsNullOrWhiteSpace(email) ? null : OfPerson(instanceKey, email).Hash;

    /// <summary>The hash of an order's name: #1042 and 1042 are one. Null where there is none.</summary>
    public static byte[]? OfOrderName(byte[] instanceKey, string? name)
        => name?.Trim().TrimStart('#').ToLowerInvariant() is { Length: > 0 } bare ? HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"order name\n{bare}")) : null;

    /// <summary>What everything remembered of the person with this address is erased by.</summary>
    public static HashedKey OfPerson(byte[] instanceKey, string email)
        => new(Person, HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"{Person}\n{email.Trim().ToLowerInvariant()}")));

    /// <summary>The hash of a shop.</summary>
    public static byte[] OfShop(byte[] instanceKey, string shop) => HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"shop\n{shop.ToLowerInvariant()}"));

    /// <summary>What stands in place of a key that named a person.</summary>
    public static byte[] OfErasedKey(byte[] instanceKey, string key) => HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"erased\n{key}"));

    /// <summary>Whom an erasure is about, as its receipt says it.</summary>
    public static byte[] OfSubject(byte[] instanceKey, PersonTraces traces)
        => OfEmail(instanceKey, traces.Email)
            ?? (traces.IsWholeShop ? OfShop(instanceKey, traces.Shop!) : HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"ids\n{traces.Shop}\n{string.Join('\n', traces.Ids)}")));
}
