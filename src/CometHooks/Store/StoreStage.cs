using CometHooks.Store.Sql;

namespace CometHooks.Store;

/// <summary>The store under each of its contracts.</summary>
internal static class StoreStage
{
    public static IServiceCollection AddStore(this IServiceCollection services, SqlStore store)
    {
        services.AddSingleton<IInbox>(store);
        services.AddSingleton<IHolding>(store);
        services.AddSingleton<IOutbox>(store);
        services.AddSingleton<IArchive>(store);
        services.AddSingleton<IReadinessArchive>(store);
        services.AddSingleton<IRecords>(store);
        services.AddSingleton<IReplays>(store);
        services.AddSingleton<IEventLists>(store);
        services.AddSingleton<IOverview>(store);
        services.AddSingleton<IAccess>(store);
        services.AddSingleton<IKeyRing>(store);
        services.AddSingleton<IErasures>(store);
        services.AddSingleton<IRetention>(store);
        services.AddSingleton<IRekeying>(store);
        services.AddSingleton<IStoreHealth>(store);
        services.AddSingleton<IAlerts>(store);
        if (store.Budgets is { } budgets)
        {
            services.AddSingleton(budgets);
        }

        if (store.Mappings is { } mappings)
        {
            services.AddSingleton(mappings);
        }

        if (store.OtherHubs is { } others)
        {
            services.AddSingleton(others);
        }

        return services;
    }
}
