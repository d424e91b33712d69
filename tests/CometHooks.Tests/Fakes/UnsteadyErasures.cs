using System.Reflection;
using CometHooks.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Fakes;

/// <summary>The erasures of a real store that fails at the first look, as a database does that changes its machine.</summary>
public class UnsteadyErasures : DispatchProxy
{
    private IErasures _store = null!;
    private int _failures = 1;

    /// <summary>Puts it in front of the hub's own.</summary>
    internal static void Between(IServiceCollection services)
    {
        var store = (IErasures)services.Last(d => d.ServiceType == typeof(IErasures)).ImplementationInstance!;
        var proxy = Create<IErasures, UnsteadyErasures>();
        ((UnsteadyErasures)(object)proxy)._store = store;
        services.AddSingleton(proxy);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod!.Name == nameof(IErasures.FindAsync) && Interlocked.Decrement(ref _failures) >= 0
            ? Task.FromException<IReadOnlyList<long>>(new IOException("the database is busy"))
            : targetMethod.Invoke(_store, args);
}
