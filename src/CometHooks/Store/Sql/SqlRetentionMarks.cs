namespace CometHooks.Store.Sql;

/// <summary>How far retention has come through the webhooks, in the order of their numbers.</summary>
internal static class SqlRetentionMarks
{
    /// <summary>Moves a mark on, unless it was lowered since it was read.</summary>
    public static void Move(SqlSession session, string name, long? before, long to)
    {
        if (before is null)
        {
            session.Execute(SqlStatements.SetJobMark, ("@name", name), ("@last_id", to));
            return;
        }

        session.Execute(SqlStatements.MoveJobMark, ("@name", name), ("@last_id", to), ("@before", before));
    }

    /// <summary>A webhook that kept its body beyond its age waits to be mapped again: from it on, all are looked at again.</summary>
    public static void GoBackTo(SqlSession session, long webhookId) => session.Execute(SqlStatements.LowerRetentionMarks, ("@last_id", webhookId - 1));
}
