using CometHooks.Store;
using CometHooks.Store.Sql;

namespace CometHooks.Tests.Store;

/// <summary>A store by its contracts, so that the same promises are asked of every database.</summary>
internal sealed record StoreUnderTest(SqlStore All)
{
    public IInbox Inbox => All;

    public IOutbox Outbox => All;

    public IArchive Archive => All;

    public IRecords Records => All;

    public IStoreHealth Health => All;

    public IHolding Holding => All;

    public IReplays Replays => All;

    public IReadinessArchive Readiness => All;

    public IAccess Access => All;

    public IKeyRing KeyRing => All;

    public IEventLists Lists => All;

    public IOverview Overview => All;

    public IErasures Erasures => All;

    public IRetention Retention => All;

    public IAlerts Alerts => All;
}

/// <summary>Makes stores of one kind, each empty, and clears them away.</summary>
internal interface IStoreMaker : IAsyncDisposable
{
    /// <summary>How long a claimed conversion is its claimer's.</summary>
    TimeSpan DeliveryLease => TimeSpan.FromMinutes(15);

    Task<StoreUnderTest> MakeAsync(TimeProvider time);
}
