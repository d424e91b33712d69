using System.Security.Cryptography;
using System.Text;

namespace CometHooks.Count;

/// <summary>Conversion keys as the ledger keeps them: HMACs, because a key may be an address and the ledger outlives every other record.</summary>
internal static class LedgerKeys
{
    /// <summary>The hashes of a conversion's keys, each once, sorted, so that two writers lock the same keys in the same order.</summary>
    public static IReadOnlyList<byte[]> Hash(ReadOnlySpan<byte> instanceKey, string destination, string eventName, string scope, IReadOnlyList<string> keys)
    {
        var hashes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            // The key comes last: it alone may hold a line break.
            var hash = HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"{destination}\n{eventName}\n{scope}\n{key}"));
            hashes[Convert.ToHexString(hash)] = hash;
        }

        return [.. hashes.Values];
    }
}
