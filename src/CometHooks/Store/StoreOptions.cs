using CometHooks.Configuration;

namespace CometHooks.Store;

/// <summary>Where webhooks, conversions and the ledger are kept.</summary>
internal sealed record StoreOptions
{
    /// <summary>The database: <c>sqlite</c>, or <c>postgres</c> for any number of hubs on one database.</summary>
    public string Provider { get; init; } = "sqlite";

    /// <summary>With sqlite: the database file, relative to the working directory.</summary>
    public string Path { get; init; } = "data/comethooks.db";

    /// <summary>With postgres: the connection, as in <c>Host=db;Database=comethooks;Username=comethooks;Password=…</c>.</summary>
    [Secret]
    public string Connection { get; init; } = "";

    /// <summary>Keys by which bodies, headers, fields, answers and identities are encrypted, the newest first: 32 bytes each, in base64. Without any they are kept as they are.</summary>
    [Secret]
    public IReadOnlyList<string> EncryptionKeys { get; init; } = [];
}
