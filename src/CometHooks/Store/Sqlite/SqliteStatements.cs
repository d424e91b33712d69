namespace CometHooks.Store.Sqlite;

/// <summary>What only SQLite is asked.</summary>
internal static class SqliteStatements
{
    public const string Checkpoint = "pragma wal_checkpoint(passive)";

    public const string SchemaVersion = "pragma user_version";

    // Only one process has the store, so at start nobody holds a lease.
    public const string FreeWebhooks = "update webhooks set lease_until = null where state = 'stored' and lease_until is not null";

    // Claimed and not recorded: the POST may have been under way when the process ended.
    public const string FreeConversions = "update conversions set lease_until = null, may_have_landed = true where lease_until is not null";
}
