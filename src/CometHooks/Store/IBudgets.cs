using CometHooks.Deliver;

namespace CometHooks.Store;

/// <summary>The budgets of destinations where several instances share them. A store that one process has for itself keeps none.</summary>
internal interface IBudgets
{
    /// <summary>Uses a destination's budget, alone among all instances and by the store's clock, and keeps what became of it.</summary>
    /// <param name="destination">Whose it is.</param>
    /// <param name="perMinute">Where it starts.</param>
    /// <param name="use">What is done with it. Where another instance interferes it may run again.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    Task<T> UseAsync<T>(string destination, int perMinute, Func<Budget, T> use, CancellationToken cancellationToken);
}
