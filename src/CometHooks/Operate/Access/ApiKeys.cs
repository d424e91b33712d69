using System.Security.Cryptography;
using System.Text;
using CometHooks.Store;

namespace CometHooks.Operate.Access;

/// <summary>Makes API keys and finds them again. The key itself is shown once; what is kept is its SHA-256, which is enough for 256 random bits.</summary>
internal sealed class ApiKeys(IAccess access, TimeProvider time)
{
    private const string Prefix = "chk_";
    private const int HintLength = 9;
    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(1);

    public async Task<(ApiKeyRecord Record, string Key)> MakeAsync(string name, AccessRole role, string createdBy, CancellationToken cancellationToken)
    {
        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (await access.AddKeyAsync(name, role, Hash(key), key[..HintLength], createdBy, cancellationToken), key);
    }

    /// <summary>The key that this is; null where it is none, or none any more.</summary>
    public async Task<ApiKeyRecord?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || await access.FindKeyAsync(Hash(key), cancellationToken) is not { } found)
        {
            return null;
        }

        if (found.UsedAt is not { } used || time.GetUtcNow() - used > BetweenNotes)
        {
            await access.NoteKeyUseAsync(found.Id, cancellationToken);
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
