using System.Security.Cryptography;

namespace CometHooks.Store.Sql;

internal abstract partial class SqlStore : IAccess, IKeyRing
{
    public Task<IReadOnlyList<UserRecord>> UsersAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<UserRecord>>(session => session.All(SqlStatements.ListUsers, User), cancellationToken);

    public Task<UserRecord?> FindUserAsync(string name, CancellationToken cancellationToken)
        => ReadAsync(session => session.One(SqlStatements.FindUser, User, ("@name", name)), cancellationToken);

    public Task<UserRecord?> AddUserAsync(string name, AccessRole role, string? passwordHash, CancellationToken cancellationToken)
        => Writer.RunAsync(SqlScope.Alone, session => AddUser(session, name, role, passwordHash), cancellationToken);

    public Task<UserRecord?> AddFirstUserAsync(byte[] linkHash, string name, string passwordHash, CancellationToken cancellationToken)
        => Writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                OwnUsers(session);
                return HasUsers(session) || session.Execute(SqlStatements.TakeSetup, ("@hash", linkHash), ("@now", SqlValues.Ms(_time.GetUtcNow()))) == 0
                    ? null
                    : AddUser(session, name, AccessRole.Admin, passwordHash);
            },
            cancellationToken);

    public Task<UserChange> ChangeUserAsync(long id, AccessRole? role, string? passwordHash, bool? isDisabled, CancellationToken cancellationToken)
        => Writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                OwnUsers(session);
                if (session.One(SqlStatements.FindUserById, User, ("@id", id)) is not { } user)
                {
                    return UserChange.Unknown;
                }

                var disabledAt = isDisabled switch { true => user.DisabledAt ?? _time.GetUtcNow(), false => null, null => user.DisabledAt };
                var isAdminNoMore = user is { Role: AccessRole.Admin, DisabledAt: null } && ((role ?? user.Role) != AccessRole.Admin || disabledAt is not null);
                if (isAdminNoMore && session.One(SqlStatements.CountOtherAdmins, row => row.GetInt64(0), ("@id", id)) == 0)
                {
                    return UserChange.LastAdmin;
                }

                session.Execute(
                    SqlStatements.ChangeUser,
                    ("@role", Words.Of(role ?? user.Role)),
                    ("@password_hash", passwordHash ?? user.PasswordHash),
                    ("@stamp", NewStamp()),
                    ("@disabled_at", SqlValues.Ms(disabledAt)),
                    ("@id", id));
                return UserChange.Changed;
            },
            cancellationToken);

    public Task<bool> OfferSetupAsync(byte[] linkHash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
        => Writer.RunAsync(
            SqlScope.Alone,
            session =>
            {
                OwnUsers(session);
                if (HasUsers(session))
                {
                    session.Execute(SqlStatements.DropSetup);
                    return false;
                }

                session.Execute(SqlStatements.OfferSetup, ("@hash", linkHash), ("@expires_at", SqlValues.Ms(expiresAt)));
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<ApiKeyRecord>> KeysAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<ApiKeyRecord>>(session => session.All(SqlStatements.ListKeys, Key), cancellationToken);

    public Task<ApiKeyRecord> AddKeyAsync(string name, AccessRole role, byte[] hash, string hint, string createdBy, CancellationToken cancellationToken)
        => Writer.RunAsync(
            session =>
            {
                var id = session.Insert(
                    SqlStatements.AddKey,
                    ("@name", name),
                    ("@role", Words.Of(role)),
                    ("@hash", hash),
                    ("@hint", hint),
                    ("@now", SqlValues.Ms(_time.GetUtcNow())),
                    ("@created_by", createdBy));
                return session.One(SqlStatements.FindKeyById, Key, ("@id", id))!;
            },
            cancellationToken);

    public Task<ApiKeyRecord?> FindKeyAsync(byte[] hash, CancellationToken cancellationToken)
        => ReadAsync(session => session.One(SqlStatements.FindKey, Key, ("@hash", hash)), cancellationToken);

    public Task NoteKeyUseAsync(long id, CancellationToken cancellationToken)
        => Writer.RunAsync(session => session.Execute(SqlStatements.NoteKeyUse, ("@now", SqlValues.Ms(_time.GetUtcNow())), ("@id", id)), cancellationToken);

    public Task<bool> RevokeKeyAsync(long id, CancellationToken cancellationToken)
        => Writer.RunAsync(session => session.Execute(SqlStatements.RevokeKey, ("@now", SqlValues.Ms(_time.GetUtcNow())), ("@id", id)) == 1, cancellationToken);

    public Task<IReadOnlyList<string>> ReadKeyRingAsync(CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<string>>(session => session.All(SqlStatements.ListKeyRing, row => row.GetString(0)), cancellationToken);

    public Task AddToKeyRingAsync(string name, string xml, CancellationToken cancellationToken)
        => Writer.RunAsync(session => session.Execute(SqlStatements.AddToKeyRing, ("@name", name), ("@xml", xml)), cancellationToken);

    // Two hubs that let somebody in for the first time, or take the last admin away, do so one after the other.
    private static void OwnUsers(SqlSession session) => session.Own(["\nusers"]);

    private static bool HasUsers(SqlSession session) => session.One(SqlStatements.CountUsers, row => row.GetInt64(0)) > 0;

    private UserRecord? AddUser(SqlSession session, string name, AccessRole role, string? passwordHash)
        => session.Insert(
            SqlStatements.AddUser,
            ("@name", name),
            ("@role", Words.Of(role)),
            ("@password_hash", passwordHash),
            ("@stamp", NewStamp()),
            ("@now", SqlValues.Ms(_time.GetUtcNow()))) is null
            ? null
            : session.One(SqlStatements.FindUser, User, ("@name", name));

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static UserRecord User(SqlRow row)
        => new(row.GetInt64(0), row.GetString(1), row.Word<AccessRole>(2), row.TextOrNull(3), row.GetString(4), row.Time(5), row.TimeOrNull(6));

    private static ApiKeyRecord Key(SqlRow row)
        => new(row.GetInt64(0), row.GetString(1), row.Word<AccessRole>(2), row.GetString(3), row.Time(4), row.GetString(5), row.TimeOrNull(6), row.TimeOrNull(7));
}
