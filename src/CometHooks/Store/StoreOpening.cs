using CometHooks.Store.Postgres;
using CometHooks.Store.Sql;
using CometHooks.Store.Sqlite;

namespace CometHooks.Store;

/// <summary>Opens the store that the configuration names.</summary>
internal static class StoreOpening
{
    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    /// <summary>The store of a hub: made where there is none, brought up to date where it is older. Throws <see cref="StoreRefusedException"/> where it cannot be used.</summary>
    public static async Task<SqlStore> OpenAsync(StoreOptions options, TimeProvider time, ILogger logger)
        => options.Provider == Postgres
            ? await PostgresStore.OpenAsync(options, time, logger)
            : await SqliteStore.OpenAsync(options, time, logger);

    /// <summary>The store that hubs share, for a command that writes beside them. Throws <see cref="StoreRefusedException"/> where there is none of this build's schema.</summary>
    public static async Task<SqlStore> JoinAsync(StoreOptions options, TimeProvider time, ILogger logger)
        => await PostgresStore.OpenAsync(options, time, logger, asItIs: true);

    /// <summary>The store for a command that only reads, whether a hub has it or not. Throws <see cref="StoreRefusedException"/> where there is none of this build's schema.</summary>
    public static async Task<SqlArchive> ReadAsync(StoreOptions options, TimeProvider time, CancellationToken cancellationToken)
        => options.Provider == Postgres
            ? await PostgresReader.OpenAsync(options, time, cancellationToken)
            : await SqliteReader.OpenAsync(options, time, cancellationToken);
}
