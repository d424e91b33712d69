using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>Delivers to every destination that has a token, until the hub stops.</summary>
internal sealed partial class DeliveryService : BackgroundService
{
    private readonly Dictionary<string, DestinationDelivery> _destinations;

    public DeliveryService(
        IReadOnlyDictionary<string, DestinationOptions> destinations,
        IOutbox outbox,
        IRecords records,
        CometlyRequestWriter writer,
        RetrySchedule schedule,
        LookInterval look,
        TimeProvider time,
        ILoggerFactory loggers,
        IBudgets? budgets = null)
    {
        var logger = loggers.CreateLogger<DeliveryService>();
        foreach (var (name, _) in destinations.Where(d => d.Value.Token.Length == 0))
        {
            Log.Off(logger, name);
        }

        _destinations = destinations
            .Where(d => d.Value.Token.Length > 0)
            .ToDictionary(
                d => d.Key,
                d => new DestinationDelivery(d.Key, d.Value, outbox, records, writer, schedule, budgets, look, time, loggers),
                StringComparer.Ordinal);
    }

    /// <summary>The destinations that are paused, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Paused =>
        _destinations.Where(d => d.Value.PausedBecause is not null).ToDictionary(d => d.Key, d => d.Value.PausedBecause!, StringComparer.Ordinal);

    /// <summary>New conversions were saved for it.</summary>
    public void Wake(string destination)
    {
        if (_destinations.TryGetValue(destination, out var known))
        {
            known.Wake();
        }
    }

    /// <summary>Destination → its budget now; those that have none are missing.</summary>
    public async Task<IReadOnlyDictionary<string, BudgetState>> BudgetsAsync(CancellationToken cancellationToken)
    {
        var budgets = new Dictionary<string, BudgetState>(StringComparer.Ordinal);
        foreach (var (name, destination) in _destinations)
        {
            budgets[name] = await destination.BudgetAsync(cancellationToken);
        }

        return budgets;
    }

    /// <summary>The destinations whose breaker keeps requests back: Cometly does not answer.</summary>
    public IReadOnlyList<string> Unreachable => [.. _destinations.Where(d => !d.Value.Closed).Select(d => d.Key)];

    /// <summary>Pauses by hand. False: there is no such destination.</summary>
    public async Task<bool> PauseAsync(string destination, string why)
    {
        if (!_destinations.TryGetValue(destination, out var known))
        {
            return false;
        }

        await known.PauseAsync(why);
        return true;
    }

    /// <summary>Ends a pause by hand, and sends at once what waits only for the destination: how many. Null: there is no such destination.</summary>
    public async Task<int?> ResumeAsync(string destination) => _destinations.TryGetValue(destination, out var known) ? await known.ResumeAsync() : null;

    public override void Dispose()
    {
        foreach (var destination in _destinations.Values)
        {
            destination.Dispose();
        }

        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_destinations.Values.Select(destination => destination.RunAsync(stoppingToken)));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Destination {Destination} is off: it has no token. Its conversions wait")]
        public static partial void Off(ILogger logger, string destination);
    }
}
