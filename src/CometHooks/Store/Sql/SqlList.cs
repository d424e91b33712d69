namespace CometHooks.Store.Sql;

/// <summary>One list as a filter wants it: what the index serves, what each row is asked, and the values of both.</summary>
internal sealed class SqlList
{
    private readonly List<(string Name, object? Value)> _values = [];
    private readonly List<string> _rest = [];

    /// <summary>The condition that an index serves; empty: none does.</summary>
    public string Driver { get; private set; } = "";

    /// <summary>What the rows of the window are asked.</summary>
    public IReadOnlyList<string> Rest => _rest;

    /// <summary>A condition that an index could serve: the first one drives, the others are asked of each row.</summary>
    /// <param name="value">Null: it is not filtered by.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="driver">The condition on the table.</param>
    /// <param name="asked">The same on a row of the window.</param>
    public void By(object? value, string name, string driver, string asked)
    {
        if (value is not null && Driver.Length == 0)
        {
            Driver = driver;
            _values.Add((name, value));
        }
        else
        {
            Ask(value, name, asked);
        }
    }

    /// <summary>A condition that no index serves.</summary>
    public void Ask(object? value, string name, string asked)
    {
        if (value is not null)
        {
            _rest.Add(asked);
            _values.Add((name, value));
        }
    }

    /// <summary>The values of a statement over one window.</summary>
    public (string Name, object? Value)[] Values(long before, long fromId, int most)
        => [("@before", before), ("@from_id", fromId), ("@most", most), .. _values];

    /// <summary>The values of the question how far the window reaches.</summary>
    public (string Name, object? Value)[] WindowValues(long before, long fromId)
        => [("@before", before), ("@from_id", fromId), .. _values.Where(v => Driver.Contains(v.Name, StringComparison.Ordinal))];
}
