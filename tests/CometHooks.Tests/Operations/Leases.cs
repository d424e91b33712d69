using Npgsql;

namespace CometHooks.Tests.Operations;

/// <summary>As if more time had passed than any lease lasts.</summary>
internal static class Leases
{
    public static async Task EndAsync(string connection)
    {
        await using var database = new NpgsqlConnection($"{connection};Pooling=false");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("update webhooks set lease_until = lease_until - 900000; update conversions set lease_until = lease_until - 900000", database);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
