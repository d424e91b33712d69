namespace CometHooks.Store.Sql;

/// <summary>Opens what a writer needs.</summary>
internal interface ISqlConnections
{
    /// <summary>False where the database ends with its connection.</summary>
    bool CanReopen { get; }

    /// <summary>A connection set up for writing.</summary>
    SqlSession OpenWriter();

    /// <summary>The database's own code for a failure, for the log; null where it has none.</summary>
    string? CodeOf(Exception failure);
}
