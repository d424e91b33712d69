namespace CometHooks.Store.Sql;

/// <summary>Which keys rows may be sealed by: noted before the first of them is written.</summary>
internal static class SqlKeyMarks
{
    public static string Of(string keyId) => $"key:{keyId}";

    /// <summary>Throws <see cref="StoreRefusedException"/> where a key is missing that rows may be sealed by.</summary>
    public static void Require(SqlSession session, StoreCipher? cipher, string database)
    {
        var missing = session.All(SqlStatements.ListKeyMarks, row => row.GetString(0)["key:".Length..]).Except(cipher?.KeyIds ?? [], StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new StoreRefusedException(
                $"The store {database} has rows that are sealed by the key {string.Join(" and ", missing)}, which store.encryption_keys does not hold. Add it behind the newest key; once the hub's log says that all rows are sealed by the newest one it is needed no more.");
        }
    }

    /// <summary>From here on rows may be sealed by this key.</summary>
    public static void Note(SqlSession session, StoreCipher? cipher)
    {
        if (cipher is not null)
        {
            session.Execute(SqlStatements.SetJobMark, ("@name", Of(cipher.KeyId)), ("@last_id", 0L));
        }
    }
}
