namespace CometHooks.Store.Sql;

/// <summary>One connection with its prepared statements. Not for two threads at once.</summary>
internal abstract class SqlSession : IDisposable
{
    /// <summary>Whether a transaction is under way that can still be kept. A full disk ends one without being asked.</summary>
    public abstract bool InTransaction { get; }

    /// <summary>What belongs to these destinations is decided by this transaction alone from now to its end.</summary>
    public virtual void Own(IReadOnlyCollection<string> destinations)
    {
    }

    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public abstract int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>The id that a row got which the statement inserts; null where it inserted none.</summary>
    public abstract long? Insert(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>All rows. What reads a row must not keep it.</summary>
    public abstract List<T> All<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>The first row; default where there is none.</summary>
    public abstract T? One<T>(string sql, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>Runs statements that are needed once: schema steps and settings of the connection.</summary>
    public abstract void Script(string sql);

    public abstract void Dispose();

    /// <summary>The id that the statement returns; null where it returned no row.</summary>
    public long? Id(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        => One(sql, row => (long?)row.GetInt64(0), parameters);

    /// <summary>Ends what is under way without keeping it; says nothing where there is nothing or it cannot.</summary>
    public abstract void RollBack();
}
