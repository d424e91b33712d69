namespace CometHooks.Store.Sql;

internal static partial class SqlStatements
{
    private const string UserColumns = "select id, name, role, password_hash, stamp, created_at, disabled_at from users";

    private const string KeyColumns = "select id, name, role, hint, created_at, created_by, used_at, revoked_at from api_keys";

    public const string ListUsers = UserColumns + " order by name";

    public const string FindUser = UserColumns + " where name = @name";

    public const string FindUserById = UserColumns + " where id = @id";

    public const string CountUsers = "select count(*) from users";

    public const string CountOtherAdmins = "select count(*) from users where role = 'admin' and disabled_at is null and id <> @id";

    public const string AddUser = """
        insert into users (name, role, password_hash, stamp, created_at) values (@name, @role, @password_hash, @stamp, @now) on conflict do nothing
        """;

    public const string ChangeUser = """
        update users set role = @role, password_hash = @password_hash, stamp = @stamp, disabled_at = @disabled_at where id = @id
        """;

    public const string OfferSetup = """
        insert into setup_links (id, hash, expires_at) values (1, @hash, @expires_at)
        on conflict (id) do update set hash = excluded.hash, expires_at = excluded.expires_at
        """;

    public const string TakeSetup = "delete from setup_links where hash = @hash and expires_at > @now";

    public const string DropSetup = "delete from setup_links";

    public const string ListKeys = KeyColumns + " order by id desc";

    public const string FindKey = KeyColumns + " where hash = @hash and revoked_at is null";

    public const string FindKeyById = KeyColumns + " where id = @id";

    public const string AddKey = """
        insert into api_keys (name, role, hash, hint, created_at, created_by) values (@name, @role, @hash, @hint, @now, @created_by)
        """;

    public const string NoteKeyUse = "update api_keys set used_at = @now where id = @id";

    public const string RevokeKey = "update api_keys set revoked_at = @now where id = @id and revoked_at is null";

    public const string ListKeyRing = "select xml from key_ring order by name";

    public const string AddToKeyRing = "insert into key_ring (name, xml) values (@name, @xml) on conflict do nothing";
}
