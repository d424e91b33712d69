using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>A store by its contracts, so that the same promises are asked of every database.</summary>
internal sealed record StoreUnderTest(
    IInbox Inbox, IOutbox Outbox, IArchive Archive, IRecords Records, IStoreHealth Health, IHolding Holding, IReplays Replays, IReadinessArchive Readiness);

/// <summary>Makes stores of one kind, each empty, and clears them away.</summary>
internal interface IStoreMaker : IAsyncDisposable
{
    /// <summary>How long a claimed conversion is its claimer's.</summary>
    TimeSpan DeliveryLease => TimeSpan.FromMinutes(15);

    Task<StoreUnderTest> MakeAsync(TimeProvider time);
}
