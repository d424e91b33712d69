using CometHooks.Store;

namespace CometHooks.Operate.Access;

/// <summary>Adds and changes users, for the console and the API alike, and writes in the audit trail who did it.</summary>
internal sealed class UserChanges(IAccess access, IRecords records, TimeProvider time)
{
    private const string LastAdmin = "This is the last admin: nobody could administer the hub any more.";

    /// <summary>Adds a user. Null: it is done; else why not.</summary>
    public async Task<AccessRefusal?> AddAsync(UserDraft draft, string actor, CancellationToken cancellationToken)
    {
        var name = Credentials.Normal(draft.Name);
        if (draft is not { Role: { } role, Password: { } password })
        {
            return AccessRefusal.Wrong("A new user needs a role and a password.");
        }

        if (Credentials.Problem(name, password) is { } problem)
        {
            return AccessRefusal.Wrong(problem);
        }

        if (await access.AddUserAsync(name, role, Passwords.Hash(password), cancellationToken) is not { } added)
        {
            return AccessRefusal.Impossible($"There is a user '{name}' already.");
        }

        if (draft.IsDisabled == true)
        {
            await access.ChangeUserAsync(added.Id, role: null, passwordHash: null, isDisabled: true, CancellationToken.None);
        }

        await NoteAsync(name, $"added, with the role {Words.Of(role)}{(draft.IsDisabled == true ? ", disabled" : "")}", actor);
        return null;
    }

    /// <summary>Changes a user and ends its sessions. What the draft leaves out stays as it is. Null: it is done; else why not.</summary>
    public async Task<AccessRefusal?> ChangeAsync(UserRecord user, UserDraft draft, string actor, CancellationToken cancellationToken)
    {
        if (draft.Password is { } password && Credentials.Problem(user.Name, password) is { } problem)
        {
            return AccessRefusal.Wrong(problem);
        }

        var hash = draft.Password is null ? null : Passwords.Hash(draft.Password);
        if (await access.ChangeUserAsync(user.Id, draft.Role, hash, draft.IsDisabled, cancellationToken) == UserChange.LastAdmin)
        {
            return AccessRefusal.Impossible(LastAdmin);
        }

        string?[] what =
        [
            draft.Role is { } role ? $"role {Words.Of(role)}" : null,
            hash is null ? null : "a new password",
            draft.IsDisabled switch { true => "disabled", false => "enabled", null => null },
        ];
        var text = string.Join(", ", what.OfType<string>());
        await NoteAsync(user.Name, text.Length == 0 ? "sessions ended" : text, actor);
        return null;
    }

    /// <summary>Changes the user of this name, or adds it.</summary>
    public async Task<AccessRefusal?> PutAsync(UserDraft draft, string actor, CancellationToken cancellationToken)
        => await access.FindUserAsync(Credentials.Normal(draft.Name), cancellationToken) is { } user
            ? await ChangeAsync(user, draft, actor, cancellationToken)
            : await AddAsync(draft, actor, cancellationToken);

    // What is done is written down, whoever breaks off meanwhile.
    private Task NoteAsync(string name, string text, string actor)
        => records.AuditAsync(new AuditEntry(time.GetUtcNow(), "user", name, text) { Actor = actor }, CancellationToken.None);
}

/// <summary>What a user shall be; null stays as it is.</summary>
internal sealed record UserDraft(string Name)
{
    public AccessRole? Role { get; init; }
    public string? Password { get; init; }
    public bool? IsDisabled { get; init; }
}
