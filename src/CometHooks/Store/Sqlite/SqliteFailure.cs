using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CometHooks.Store.Sqlite;

/// <summary>What SQLite says when the disk does not do as it is told, and what somebody should do about it.</summary>
internal static class SqliteFailure
{
    /// <summary>The disk is full or in trouble: nothing that is wrong with one write alone.</summary>
    public static bool IsOfDisk(Exception failure) => failure is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR };

    /// <summary>
    /// A sync failed. Linux takes what it did not bring to disk for written from then on: read back it is there, and no later
    /// sync brings it to disk (https://wiki.postgresql.org/wiki/Fsync_Errors).
    /// </summary>
    public static bool IsOfSync(Exception failure) => failure is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_IOERR_FSYNC };

    /// <summary>For whoever looks at <c>/readyz</c>.</summary>
    public static string Text(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => $"The disk is full: make room, and the hub goes on by itself. ({failure.Message})",
        _ when IsOfSync(failure) => $"The disk could not keep what was written to it (a sync failed): look at the disk and at the system's log. ({failure.Message})",
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } => $"The disk cannot be written or read: look at the disk and at the system's log. ({failure.Message})",
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } => $"Another process has locked the store, a backup for example. ({failure.Message})",
        _ => failure.Message,
    };
}
