using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>Puts a conversion in the place of one that did not get through, by comparing and setting the entry's version.</summary>
internal static class SqlHeirs
{
    /// <summary>Takes over a void entry under a key of its own. Gives the conversion that held it before, which is replaced.</summary>
    public static long? Hold(SqlSession session, long entryId, long heir, string key, DateTimeOffset now)
    {
        var holder = SqlEntryHolder.Of(session, entryId).Conversion;
        Swap(session, SqlStatements.HoldEntry, entryId, heir, key, now);
        if (holder is { } refused && refused != heir)
        {
            Replace(session, refused, $"replaced by conversion {heir}");
            return refused;
        }

        return null;
    }

    /// <summary>Goes on for a dead conversion that may have landed: with the entry's key and the body as it went out. Gives the key.</summary>
    public static string Inherit(SqlSession session, LedgerEntryView entry, long heir, DateTimeOffset now)
    {
        var dead = entry.Holder ?? throw new InvalidOperationException("A dead entry has no holder.");
        var key = Swap(session, SqlStatements.InheritEntry, entry.Id, heir, null, now);
        session.Execute(SqlStatements.InheritBody, ("@id", heir), ("@dead", dead));
        Replace(session, dead, $"replaced by conversion {heir}, which goes on with the same key and body");
        return key ?? throw new InvalidOperationException("An entry was sent without a key.");
    }

    /// <summary>A conversion that did not get through; its reason stays beside what became of it.</summary>
    public static void Replace(SqlSession session, long conversion, string reason)
        => session.Execute(SqlStatements.Replace, ("@reason", reason), ("@id", conversion));

    // Where one writer has the store nothing comes between; where several do, the comparison decides.
    private static string? Swap(SqlSession session, string statement, long entryId, long heir, string? key, DateTimeOffset now)
    {
        var (version, known) = session.One(SqlStatements.FindVersion, row => (row.GetInt64(0), row.TextOrNull(1)), ("@id", entryId));
        var swapped = statement == SqlStatements.HoldEntry
            ? session.Execute(statement, ("@holder", heir), ("@idempotency_key", key), ("@now", SqlValues.Ms(now)), ("@id", entryId), ("@version", version))
            : session.Execute(statement, ("@holder", heir), ("@now", SqlValues.Ms(now)), ("@id", entryId), ("@version", version));
        return swapped == 1 ? known : throw new InvalidOperationException("A ledger entry changed while it was taken over.");
    }
}
