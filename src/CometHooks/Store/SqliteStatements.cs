namespace CometHooks.Store;

/// <summary>Every statement of the SQLite store, by the stage that runs it. Values come as parameters only.</summary>
internal static partial class SqliteStatements
{
    public const string Begin = "begin immediate";

    // For several reads that must agree.
    public const string BeginReading = "begin";

    public const string Commit = "commit";

    public const string RollBack = "rollback";

    public const string Savepoint = "savepoint item";

    public const string ReleaseSavepoint = "release item";

    public const string RollBackSavepoint = "rollback to item";

    public const string Checkpoint = "pragma wal_checkpoint(passive)";

    public const string SchemaVersion = "pragma user_version";

    public const string AddInstance = "insert into instance (id, key, created_at) values (1, @key, @now) on conflict do nothing";

    public const string FindInstance = "select key from instance where id = 1";

    // Only one process has the store, so at start nobody holds a lease.
    public const string FreeWebhooks = "update webhooks set lease_until = null where state = 'stored' and lease_until is not null";

    // Claimed and not recorded: the POST may have been under way when the process ended.
    public const string FreeConversions = "update conversions set lease_until = null, may_have_landed = 1 where lease_until is not null";
}
