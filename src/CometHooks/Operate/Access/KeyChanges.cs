using CometHooks.Store;

namespace CometHooks.Operate.Access;

/// <summary>Makes and revokes API keys, for the console and the API alike, and writes in the audit trail who did it.</summary>
internal sealed class KeyChanges(IAccess access, ApiKeys keys, IRecords records, TimeProvider time)
{
    private const int LongestName = 100;

    /// <summary>Makes a key.</summary>
    public async Task<MadeKey> MakeAsync(string? name, AccessRole? role, string actor, CancellationToken cancellationToken)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName || role is null)
        {
            return new MadeKey(AccessRefusal.Wrong($"A key needs a name of at most {LongestName} characters and a role: viewer, operator or admin."));
        }

        // A name in use is not used twice: whoever asks again because no answer came does not leave a key behind that nobody knows.
        if ((await access.KeysAsync(cancellationToken)).Any(k => k.RevokedAt is null && k.Name == name))
        {
            return new MadeKey(AccessRefusal.Impossible($"There is a key '{name}' already. Revoke it, or choose another name."));
        }

        var (record, key) = await keys.MakeAsync(name, role.Value, actor, cancellationToken);
        await NoteAsync(record.Name, $"made, with the role {Words.Of(role.Value)}", actor);
        return new MadeKey(Refusal: null, record, key);
    }

    /// <summary>Revokes a key, for good. False: there is no such key.</summary>
    public async Task<bool> RevokeAsync(long id, string actor, CancellationToken cancellationToken)
    {
        if ((await access.KeysAsync(cancellationToken)).FirstOrDefault(k => k.Id == id) is not { } key)
        {
            return false;
        }

        if (await access.RevokeKeyAsync(id, cancellationToken))
        {
            await NoteAsync(key.Name, "revoked", actor);
        }

        return true;
    }

    // What is done is written down, whoever breaks off meanwhile.
    private Task NoteAsync(string name, string text, string actor)
        => records.AuditAsync(new AuditEntry(time.GetUtcNow(), "key", name, text) { Actor = actor }, CancellationToken.None);
}

/// <param name="Refusal">Why there is none.</param>
/// <param name="Record">What is kept of it.</param>
/// <param name="Key">The key itself, which is known here and then nowhere any more.</param>
internal sealed record MadeKey(AccessRefusal? Refusal, ApiKeyRecord? Record = null, string? Key = null);
