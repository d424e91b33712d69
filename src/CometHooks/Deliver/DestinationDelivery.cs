using CometHooks.Store;

namespace CometHooks.Deliver;

/// <summary>All that works for one destination, put together.</summary>
internal sealed class DestinationDelivery : IDisposable
{
    private readonly string _name;
    private readonly HttpClient _client;
    private readonly IOutbox _outbox;
    private readonly DestinationFlow _flow;
    private readonly SharedFlow? _shared;
    private readonly PauseRecord _pauses;
    private readonly DeliveryWorker _worker;
    private readonly AsyncSignal _signal;
    private readonly SendPlaces _places;

    public DestinationDelivery(
        string name,
        DestinationOptions options,
        IOutbox outbox,
        IRecords records,
        CometlyRequestWriter writer,
        RetrySchedule schedule,
        IBudgets? budgets,
        LookInterval look,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_name, _outbox) = (name, outbox);
        _client = CometlyClient.Create(options);
        _signal = new AsyncSignal(time);
        var log = new FlowLog(name, time, loggers.CreateLogger<FlowLog>());
        _flow = new DestinationFlow(new Budget(budgets is null ? options.PerMinute : 0, time), new Breaker(time), new PauseSwitch(time), log);
        _shared = budgets is null ? null : new SharedFlow(name, options.PerMinute, budgets, records, _flow, time, loggers.CreateLogger<SharedFlow>());
        _pauses = new PauseRecord(records, time, loggers.CreateLogger<PauseRecord>());
        var inFlight = new InFlight();
        _places = SendPlaces.Of(options);
        var delivery = new Delivery(
            new CometlySender(_client, options, time), _flow, _shared, new NextStep(schedule), outbox, inFlight, _pauses, time, loggers.CreateLogger<Delivery>());
        var claimed = new ClaimedConversions(outbox, _flow, inFlight, _places, delivery, _signal, time, loggers.CreateLogger<ClaimedConversions>());
        _worker = new DeliveryWorker(name, options, outbox, writer, _flow, _shared, _places, claimed, _signal, time, loggers.CreateLogger<DeliveryWorker>()) { LongestSleep = look.Delivery };
    }

    /// <summary>Why it is paused; null: it is not.</summary>
    public string? PausedBecause => _flow.PausedBecause;

    /// <summary>Whether the breaker lets requests through.</summary>
    public bool Closed => _flow.Closed;

    public void Wake() => _signal.Set();

    public async Task RunAsync(CancellationToken stopping)
    {
        if (await _pauses.ReadAsync(_name, stopping) is { } reason)
        {
            _flow.Restore(reason);
            _shared?.Wrote(reason);
        }

        await _worker.RunAsync(stopping);
    }

    /// <summary>What its budget is now: of all instances, where they share one.</summary>
    public Task<BudgetState> BudgetAsync(CancellationToken cancellationToken)
        => _shared is null ? Task.FromResult(_flow.Budget) : _shared.ReadAsync(cancellationToken);

    /// <summary>Pauses it by hand, until that is ended by hand. What is under way is finished.</summary>
    public async Task PauseAsync(string why)
    {
        var change = _flow.Pause(why);
        if (await _pauses.WriteAsync(_name, change) is not null && _shared is not null)
        {
            _shared.Wrote(change.Reason);

            // What was read of the store before this was in it may have lifted it here meanwhile.
            _flow.Follow(change.Reason);
        }
    }

    /// <summary>Ends a pause by hand, also one that is written and of which this instance has not heard yet.</summary>
    /// <returns>How many conversions waited only for that: they are due now.</returns>
    public async Task<int> ResumeAsync()
    {
        // First: should the store fail, the pause is still there, and resuming can be tried again.
        var freed = await _outbox.DueAtOnceAsync(_name, CancellationToken.None);
        var change = _flow.Resume();
        if ((change is not null || await _pauses.ReadAsync(_name, CancellationToken.None) is not null)
            && await _pauses.WriteAsync(_name, change ?? new PauseChange(null, ByHand: true)) is not null)
        {
            _shared?.Wrote(null);
        }

        _signal.Set();
        return freed;
    }

    public void Dispose()
    {
        _client.Dispose();
        _places.Dispose();
    }
}
