using CometHooks.Tests.Store;
using Microsoft.Data.Sqlite;

namespace CometHooks.Tests.Operations;

/// <summary><c>vacuum into</c>, as sqlite3 would run it.</summary>
public sealed class SqliteRestoreTests : RestoreContract
{
    private protected override Task PrepareAsync(HubFolder folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Environment["Store__path"])!);
        return Task.CompletedTask;
    }

    private protected override async Task BackUpAsync(HubFolder from, HubFolder to)
    {
        await using var connection = new SqliteConnection($"Data Source={from.Environment["Store__path"]};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum into $to";
        command.Parameters.AddWithValue("$to", to.Environment["Store__path"]);
        await Task.Run(command.ExecuteNonQuery, Cancel);
    }

    private protected override Task EndLeasesAsync(HubFolder folder) => Task.CompletedTask;
}

/// <summary><c>pg_dump</c> and <c>pg_restore</c>.</summary>
public sealed class PostgresRestoreTests(PostgresForTests server) : RestoreContract
{
    private protected override async Task PrepareAsync(HubFolder folder)
    {
        folder.Environment["Store__provider"] = "postgres";
        folder.Environment["Store__connection"] = await server.MakeEmptyDatabaseAsync();
    }

    private protected override Task BackUpAsync(HubFolder from, HubFolder to) => server.CopyAsync(from.Environment["Store__connection"], to.Environment["Store__connection"]);

    private protected override Task EndLeasesAsync(HubFolder folder) => Leases.EndAsync(folder.Environment["Store__connection"]);
}
