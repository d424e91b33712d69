using CometHooks.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace CometHooks.Store;

/// <summary>Tells the store's own trouble from what is wrong with one write.</summary>
internal static class StoreTrouble
{
    /// <summary>The disk, a lock or the connection failed: the same write may go well later.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY } => true,
        SqliteException => SqliteFailure.IsOfDisk(failure),
        NpgsqlException { IsTransient: true } => true,
        _ => false,
    };
}
