namespace CometHooks.Store;

/// <summary>Clears away what is old enough, a few rows in each transaction. Each gives how many it looked at: as many as asked for means that there may be more.</summary>
internal interface IRetention
{
    /// <summary>Takes bodies and headers of webhooks away; their keys and their explanation stay. Those that failed or came late keep them until they are mapped: they wait for a person.</summary>
    Task<int> EmptyBodiesAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Gives up webhooks that failed or came late and that nobody saw to: they are ignored from then on, without their bodies.</summary>
    Task<int> GiveUpAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Takes away what conditions saw, and reasons that quote it.</summary>
    Task<int> DropDecisionsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Deletes conversions that ended, with their attempts. What waits stays, the siblings of what waits, and what was made of a webhook that waits for a person.</summary>
    Task<int> DropConversionsAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Deletes webhooks of which no conversion is left.</summary>
    Task<int> DropWebhooksAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>Looks through the next ledger entries, and deletes those with their keys that nothing touched since. Gives where to go on; null at the end.</summary>
    Task<long?> DropEntriesAsync(DateTimeOffset before, long after, int most, CancellationToken cancellationToken);
}
