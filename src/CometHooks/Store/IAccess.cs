namespace CometHooks.Store;

/// <summary>Who may use the console and the admin API. Passwords, keys and set-up links are kept as hashes only.</summary>
internal interface IAccess
{
    Task<IReadOnlyList<UserRecord>> UsersAsync(CancellationToken cancellationToken);

    Task<UserRecord?> FindUserAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a user. Null where the name is taken.</summary>
    Task<UserRecord?> AddUserAsync(string name, AccessRole role, string? passwordHash, CancellationToken cancellationToken);

    /// <summary>Adds the first user, if the link is the one that was written last, still holds, and nobody was before. Null: it is not.</summary>
    Task<UserRecord?> AddFirstUserAsync(byte[] linkHash, string name, string passwordHash, CancellationToken cancellationToken);

    /// <summary>Changes a user and ends its sessions. What is null stays as it is. The last admin who can sign in stays one.</summary>
    Task<UserChange> ChangeUserAsync(long id, AccessRole? role, string? passwordHash, bool? isDisabled, CancellationToken cancellationToken);

    /// <summary>Writes the set-up link of a hub without users, in place of the one before. False: it has users.</summary>
    Task<bool> OfferSetupAsync(byte[] linkHash, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApiKeyRecord>> KeysAsync(CancellationToken cancellationToken);

    Task<ApiKeyRecord> AddKeyAsync(string name, AccessRole role, byte[] hash, string hint, string createdBy, CancellationToken cancellationToken);

    /// <summary>The key with this hash unless it is revoked.</summary>
    Task<ApiKeyRecord?> FindKeyAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used, about once a minute.</summary>
    Task NoteKeyUseAsync(long id, CancellationToken cancellationToken);

    /// <summary>False: there is no such key, or it is revoked already.</summary>
    Task<bool> RevokeKeyAsync(long id, CancellationToken cancellationToken);
}

/// <param name="Id">Its number.</param>
/// <param name="Name">What is signed in with, lower case.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="PasswordHash">Null: cannot sign in.</param>
/// <param name="Stamp">Changes with role, password and disabling: a session with another one is over.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="DisabledAt">Since when it may not sign in; null: it may.</param>
internal sealed record UserRecord(long Id, string Name, AccessRole Role, string? PasswordHash, string Stamp, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt);

/// <param name="Id">Its number.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Hint">The key's first characters, to tell it from others.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">By whom.</param>
/// <param name="UsedAt">When it was last used, to about a minute.</param>
/// <param name="RevokedAt">Since when it holds no more; null: it holds.</param>
internal sealed record ApiKeyRecord(long Id, string Name, AccessRole Role, string Hint, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? UsedAt, DateTimeOffset? RevokedAt);

/// <summary>How a change of a user ended.</summary>
internal enum UserChange
{
    Changed,
    Unknown,

    /// <summary>Nobody could administer the hub any more.</summary>
    LastAdmin,
}
