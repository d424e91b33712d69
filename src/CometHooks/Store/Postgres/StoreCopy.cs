using CometHooks.Store.Sql;
using CometHooks.Store.Sqlite;
using Npgsql;

namespace CometHooks.Store.Postgres;

/// <summary>
/// Moves a stopped hub's SQLite file into a PostgreSQL database without a store: ids, the instance key and everything that
/// waits stay as they are, so the hub goes on there as if nothing had happened. All of it in one transaction, or nothing.
/// </summary>
internal static class StoreCopy
{
    /// <summary>Throws <see cref="StoreRefusedException"/> where one of the two cannot be used. Gives per table how many rows moved.</summary>
    public static Task<List<CopiedTable>> RunAsync(StoreOptions from, StoreOptions to) => Task.Run(() =>
    {
        var path = Path.GetFullPath(from.Path);
        if (!File.Exists(path))
        {
            throw new StoreRefusedException($"There is no store {path}. Is store.path the one that the hub ran with, and relative to the same folder?");
        }

        // Held to the end: what a hub took meanwhile would be missing.
        using var held = SqliteLock.Take(path);
        using var connections = PostgresConnections.Of(to);
        try
        {
            using var source = SqliteConnections.ToFile(path).OpenWriter();
            RequireCurrent(source, path);
            using var target = connections.OpenWriter();
            return Copy(source, target, connections.Name);
        }
        catch (NpgsqlException e)
        {
            throw new StoreRefusedException($"The store was not copied, and {connections.Name} is as it was: {e.Message} Check the connection, and that its user may create tables.", e);
        }
    });

    private static void RequireCurrent(SqlSession source, string path)
    {
        var version = source.One(SqliteStatements.SchemaVersion, row => row.GetInt64(0));
        if (version != SqliteSchema.Version)
        {
            throw new StoreRefusedException($"The store {path} has schema {version}, this build copies schema {SqliteSchema.Version}: {(version < SqliteSchema.Version ? "start and stop this version's hub once, and it brings the store up to date." : "a newer version wrote it; copy it by that version.")}");
        }
    }

    private static List<CopiedTable> Copy(SqlSession source, PostgresSession target, string name)
    {
        target.Execute(SqlStatements.Begin);
        try
        {
            target.Execute(PostgresStatements.LockSchema);
            if (PostgresSchema.VersionOf(target) > 0)
            {
                // Its hubs have an instance key of their own, under which the ledger's keys would not be found again.
                throw new StoreRefusedException($"There is a store in {name} already. Copy into a database without one.");
            }

            PostgresSchema.Bring(target, name);
            var copied = StoreTables.All.Select(table => Copy(source, target, table)).ToList();

            // As where a hub starts on its file: nobody holds a lease, and what was claimed may have been under way.
            target.Execute(SqliteStatements.FreeWebhooks);
            target.Execute(SqliteStatements.FreeConversions);
            target.Execute(SqlStatements.Commit);
            target.Script("analyze");
            return copied;
        }
        catch
        {
            target.RollBack();
            throw;
        }
    }

    private static CopiedTable Copy(SqlSession source, PostgresSession target, StoreTable table)
    {
        var columns = table.ColumnsOf(target);
        var read = Fill(source, target, table, columns);
        if (table.HasSequence)
        {
            target.Script(table.SetSequence);
        }

        var there = target.One(table.Count, row => row.GetInt64(0));
        var here = source.One(table.Count, row => row.GetInt64(0));
        return there == here && read == here
            ? new CopiedTable(table.Name, there)
            : throw new StoreRefusedException($"The store was not copied: {table.Name} has {here} rows, of which {there} arrived.");
    }

    // Row by row from one to the other: a store need not fit into memory.
    private static long Fill(SqlSession source, PostgresSession target, StoreTable table, List<StoreColumn> columns)
    {
        using var import = target.Import(table.Name, columns.Select(c => c.Name));
        var rows = 0L;
        source.All(table.Select(columns), row =>
        {
            import.StartRow();
            for (var i = 0; i < columns.Count; i++)
            {
                columns[i].Write(import, row, i);
            }

            return ++rows;
        });
        import.Complete();
        return rows;
    }
}

/// <param name="Table">The table.</param>
/// <param name="Rows">How many rows both stores have.</param>
internal sealed record CopiedTable(string Table, long Rows);
