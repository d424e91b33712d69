namespace CometHooks.Store;

/// <summary>Whether the store can keep what it is given, for readiness and metrics.</summary>
internal interface IStoreHealth
{
    /// <summary>Whether the last commit went well.</summary>
    bool IsHealthy { get; }

    /// <summary>What the store said when it last could not commit; null since a commit went well.</summary>
    string? LastError { get; }

    /// <summary>How many writes wait for their turn.</summary>
    int QueueDepth { get; }
}
