
namespace CometHooks.Store.Sql;

/// <summary>Who holds a ledger entry, for reasons. The entry outlives conversion and webhook, so either may be gone.</summary>
internal sealed record SqlEntryHolder(long? Conversion, string? Rule, long? Webhook, string? Type)
{
    public static SqlEntryHolder Of(SqlSession session, long entryId)
        => session.One(SqlStatements.FindHolder, Read, ("@id", entryId)) ?? new SqlEntryHolder(null, null, null, null);

    public string Counted => $"already counted by {Named($"{Type}")}";

    public string UsesKey => $"key already used by {Named($"rule \"{Rule}\"")}";

    private string Named(string detail) => (Conversion, Webhook) switch
    {
        (null, _) => "a conversion that is no longer kept",
        (_, null) => $"conversion {Conversion}",
        _ => $"conversion {Conversion} (webhook {Webhook}, {detail})",
    };

    private static SqlEntryHolder Read(SqlRow row) => new(row.LongOrNull(0), row.TextOrNull(1), row.LongOrNull(2), row.TextOrNull(3));
}
