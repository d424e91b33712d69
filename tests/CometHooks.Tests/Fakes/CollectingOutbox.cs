using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Fakes;

/// <summary>An outbox in memory that keeps the contract: oldest due first, frozen at the first claim, fenced by the lease.</summary>
internal sealed class CollectingOutbox(TimeProvider time) : IOutbox
{
    private readonly Lock _lock = new();
    private readonly List<Row> _rows = [];
    private readonly List<AttemptRecord> _attempts = [];
    private int _failures;

    /// <summary>Each claim waits for this: a store that takes its time.</summary>
    public Func<Task> BeforeClaim { get; set; } = () => Task.CompletedTask;

    public IReadOnlyList<AttemptRecord> Attempts
    {
        get
        {
            lock (_lock)
            {
                return [.. _attempts];
            }
        }
    }

    /// <summary>Conversions that are claimed and not yet recorded.</summary>
    public int Claimed => Count(row => row.Claimed);

    public int Count(ConversionState state) => Count(row => row.State == state);

    public DateTimeOffset? DueOf(long id) => Read(id).DueAt;

    public ConversionState StateOf(long id) => Read(id).State;

    public string? BodyOf(long id) => Read(id).Body;

    /// <summary>So many of the next calls throw, as a database in trouble does.</summary>
    public void Fail(int calls) => Interlocked.Exchange(ref _failures, calls);

    /// <summary>What is claimed can be claimed again, as after a lease that ran out; by another hub, which is heard of no more, first.</summary>
    public void EndLeases(bool claimElsewhere = false)
    {
        lock (_lock)
        {
            foreach (var row in _rows.Where(row => row.Claimed))
            {
                row.Claimed = claimElsewhere;
                row.Lease += claimElsewhere ? 1 : 0;
            }
        }
    }

    public long Add(CometlyEvent e, Lane lane = Lane.Money, string destination = "main", int attemptsUsed = 0)
    {
        lock (_lock)
        {
            var id = _rows.Count + 1;
            _rows.Add(new Row(id, e, lane, destination) { DueAt = time.GetUtcNow(), AttemptsUsed = attemptsUsed });
            return id;
        }
    }

    public async Task<IReadOnlyList<OutboxEntry>> ClaimAsync(
        string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze, CancellationToken cancellationToken)
    {
        ThrowIfToldTo();
        await BeforeClaim();
        lock (_lock)
        {
            var rows = Due(destination).Where(row => row.Lane == lane).OrderBy(row => row.DueAt).ThenBy(row => row.Id).Take(most).ToList();
            foreach (var row in rows)
            {
                row.Claimed = true;
                row.Lease++;
                row.Body ??= freeze(new UnfrozenConversion(row.Id, Key(row.Id), row.Event, time.GetUtcNow()));
            }

            return
                [.. rows.Select(r => new OutboxEntry(r.Id, 100 + r.Id, "stripe", r.Event.EventName, destination, Key(r.Id), r.Body!, r.AttemptsUsed, r.Lease, Recorded(r).Count(), Recorded(r).Count(a => a.Outcome == DeliveryOutcome.Destination)))];
        }
    }

    public Task<bool> RecordAsync(AttemptRecord attempt, CancellationToken cancellationToken)
    {
        ThrowIfToldTo();
        lock (_lock)
        {
            var row = _rows[(int)attempt.ConversionId - 1];
            if (!row.Claimed || row.Lease != attempt.Lease)
            {
                return Task.FromResult(false);
            }

            _attempts.Add(attempt);
            row.Claimed = false;
            row.State = attempt.NextState;
            row.DueAt = attempt.DueAt;
            row.AttemptsUsed += attempt.UsesAttempt ? 1 : 0;
            return Task.FromResult(true);
        }
    }

    public Task ReleaseAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var entry in entries.Where(entry => _rows[(int)entry.Id - 1].Lease == entry.Lease))
            {
                _rows[(int)entry.Id - 1].Claimed = false;
            }
        }

        return Task.CompletedTask;
    }

    public Task<int> DueAtOnceAsync(string destination, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var aside = _rows.Where(row => row.Destination == destination && !row.Claimed && row.State == ConversionState.Pending && row.DueAt > time.GetUtcNow()
                && Recorded(row).LastOrDefault()?.Outcome is DeliveryOutcome.Destination or DeliveryOutcome.Rejected).ToList();
            aside.ForEach(row => row.DueAt = time.GetUtcNow());
            return Task.FromResult(aside.Count);
        }
    }

    public Task<OutboxOutlook> LookAsync(string destination, CancellationToken cancellationToken)
    {
        ThrowIfToldTo();
        lock (_lock)
        {
            var due = Due(destination).GroupBy(row => row.Lane).ToDictionary(group => group.Key, group => group.Count());
            var later = _rows.Where(row => row.Destination == destination && !row.Claimed && row.State == ConversionState.Pending && row.DueAt > time.GetUtcNow());
            return Task.FromResult(new OutboxOutlook(due, later.Min(row => row.DueAt)));
        }
    }

    private static string Key(long id) => $"key-{id}";

    private IEnumerable<Row> Due(string destination) => _rows.Where(row =>
        row.Destination == destination && !row.Claimed && row.State == ConversionState.Pending && row.DueAt <= time.GetUtcNow());

    private IEnumerable<AttemptRecord> Recorded(Row row) => _attempts.Where(attempt => attempt.ConversionId == row.Id);

    private int Count(Func<Row, bool> condition)
    {
        lock (_lock)
        {
            return _rows.Count(condition);
        }
    }

    private Row Read(long id)
    {
        lock (_lock)
        {
            return _rows[(int)id - 1];
        }
    }

    private void ThrowIfToldTo()
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            throw new IOException("the database is busy");
        }
    }

    private sealed class Row(long id, CometlyEvent e, Lane lane, string destination)
    {
        public long Id { get; } = id;
        public CometlyEvent Event { get; } = e;
        public Lane Lane { get; } = lane;
        public string Destination { get; } = destination;
        public ConversionState State { get; set; } = ConversionState.Pending;
        public DateTimeOffset? DueAt { get; set; }
        public string? Body { get; set; }
        public int AttemptsUsed { get; set; }
        public long Lease { get; set; }
        public bool Claimed { get; set; }
    }
}
