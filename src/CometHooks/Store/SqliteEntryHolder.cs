using Microsoft.Data.Sqlite;

namespace CometHooks.Store;

/// <summary>Who holds a ledger entry, for reasons. The entry outlives conversion and webhook, so either may be gone.</summary>
internal sealed record SqliteEntryHolder(long? Conversion, string? Rule, long? Webhook, string? Type)
{
    public static SqliteEntryHolder Of(SqliteSession session, long entryId)
        => session.One(SqliteStatements.FindHolder, Read, ("@id", entryId)) ?? new SqliteEntryHolder(null, null, null, null);

    public string Counted => $"already counted by {Named($"{Type}")}";

    public string UsesKey => $"key already used by {Named($"rule \"{Rule}\"")}";

    private string Named(string detail) => (Conversion, Webhook) switch
    {
        (null, _) => "a conversion that is no longer kept",
        (_, null) => $"conversion {Conversion}",
        _ => $"conversion {Conversion} (webhook {Webhook}, {detail})",
    };

    private static SqliteEntryHolder Read(SqliteDataReader row) => new(row.LongOrNull(0), row.TextOrNull(1), row.LongOrNull(2), row.TextOrNull(3));
}
