using System.Text.Json;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Under which keys a conversion's identity may be known, as its row keeps them: kinds and hashes, no values.</summary>
internal static class SqlRecall
{
    /// <summary>Null where there are none.</summary>
    public static string? Write(IReadOnlyList<HashedKey> keys)
        => keys.Count == 0 ? null : JsonSerializer.Serialize(keys.Select(k => new[] { k.Kind, Convert.ToHexStringLower(k.Hash) }));

    public static IReadOnlyList<HashedKey> Read(string? recall)
        => recall is null ? [] : [.. JsonSerializer.Deserialize<string[][]>(recall)!.Where(k => IdentityKinds.All.ContainsKey(k[0])).Select(k => new HashedKey(k[0], Convert.FromHexString(k[1])))];

    public static IReadOnlyList<string> KindsOf(string? recall) => [.. Read(recall).Select(k => k.Kind)];
}
