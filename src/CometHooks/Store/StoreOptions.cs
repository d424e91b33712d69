namespace CometHooks.Store;

/// <summary>Where webhooks, conversions and the ledger are kept.</summary>
internal sealed record StoreOptions
{
    /// <summary>The database: <c>sqlite</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>With sqlite: the database file, relative to the working directory.</summary>
    public string Path { get; init; } = "data/comethooks.db";
}
