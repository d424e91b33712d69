namespace CometHooks.Store.Sqlite;

/// <summary>What only SQLite is asked.</summary>
internal static class SqliteStatements
{
    public const string Checkpoint = "pragma wal_checkpoint(passive)";

    /// <summary>Moves all of the WAL and cuts it off. The first column: 1 where somebody was in the way.</summary>
    public const string Truncate = "pragma wal_checkpoint(truncate)";

    /// <summary>Writes the database anew, without its free space. Not within a transaction.</summary>
    public const string Compact = "vacuum";

    /// <summary>The same of a database of any size.</summary>
    public const string CompactOnDisk = "pragma temp_store = file; vacuum; pragma wal_checkpoint(truncate);";

    /// <summary>Changes nothing, and is written all the same.</summary>
    public const string Touch = "update instance set id = id where id = 1";

    public const string SchemaVersion = "pragma user_version";

    // The newest conversion and the newest attempt: while the hub works, seldom older than what it did last.
    public const string LastNoted = """
        select max(
          coalesce((select max(created_at) from conversions), 0),
          coalesce((select ended_at from attempts where id = (select max(id) from attempts)), 0))
        """;

    // Only one process has the store, so at start nobody holds a lease.
    public const string FreeWebhooks = "update webhooks set lease_until = null where state = 'stored' and lease_until is not null";

    // Claimed and not recorded: the POST may have been under way when the process ended.
    public const string FreeConversions = "update conversions set lease_until = null, may_have_landed = true where lease_until is not null";
}
