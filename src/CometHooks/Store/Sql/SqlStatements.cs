namespace CometHooks.Store.Sql;

/// <summary>Every statement of the store, by the stage that runs it. Values come as parameters only.</summary>
internal static partial class SqlStatements
{
    public const string Begin = "begin immediate";

    // For several reads that must agree.
    public const string BeginReading = "begin";

    public const string Commit = "commit";

    public const string RollBack = "rollback";

    public const string Savepoint = "savepoint item";

    public const string ReleaseSavepoint = "release item";

    public const string RollBackSavepoint = "rollback to item";

    public const string AddInstance = "insert into instance (id, key, created_at) values (1, @key, @now) on conflict do nothing";

    public const string FindInstance = "select key from instance where id = 1";
}
