using System.Collections.Concurrent;
using CometHooks.Proof.World;

namespace CometHooks.Proof.Clients;

/// <summary>
/// Sales of all three platforms, posted by several clients at once: one in ten again although it was acknowledged, some
/// forged, and what was not acknowledged until it is. While there is no hub the clients wait.
/// </summary>
internal sealed class Load(Platform platform, int seed, int clients, int perSecond) : IAsyncDisposable
{
    private const double Redelivered = 0.1;
    private const double Forged = 0.02;

    // Bodies of so many acknowledged events are kept for redeliveries.
    private const int Kept = 4_000;

    private readonly Sales _sales = new(seed);
    private readonly Queue<ClientEvent> _next = new();
    private readonly ConcurrentQueue<ClientEvent> _again = new();
    private readonly List<ClientEvent> _acknowledged = [];
    private readonly Lock _lock = new();
    private int _count;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile IReadOnlyList<Uri> _hubs = [];
    private volatile int _perSecond = perSecond;

    /// <summary>How many deliveries were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _count);

    /// <summary>Where they post to from now on; none: they wait.</summary>
    public void Aim(params IReadOnlyList<Uri> hubs) => _hubs = hubs;

    /// <summary>From now on so many deliveries a second, from all clients together.</summary>
    public void Slow(int perSecond) => _perSecond = perSecond;

    public void Start() => _running = Task.WhenAll(Enumerable.Range(1, clients).Select(number => Task.Run(() => PostAsync(new Random(unchecked((seed * 31) + number))))));

    /// <summary>Waits until one more is acknowledged, so that no life of a hub is idle; a while at most.</summary>
    public async Task AcknowledgedAnotherAsync(CancellationToken cancellationToken)
    {
        var before = Acknowledged;
        for (var tick = 0; tick < 500 && Acknowledged == before; tick++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <summary>Ends the load; what was not acknowledged yet is posted until it is.</summary>
    /// <returns>How many were refused for good.</returns>
    public async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running;
        var refused = 0;
        for (var tries = 0; _again.TryDequeue(out var e) && tries < 100_000; tries++)
        {
            var told = await platform.PostAsync(_hubs[tries % _hubs.Count], e, cancellationToken: cancellationToken);
            refused += told.Status is >= 400 and < 500 ? 1 : 0;
            if (told.Status is 0 or >= 500)
            {
                _again.Enqueue(e);
            }
        }

        return refused + _again.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task PostAsync(Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_hubs is { Count: > 0 } hubs)
            {
                await PostOneAsync(random, hubs[random.Next(hubs.Count)]);
            }

            // On average so many a second from all clients together.
            var pause = TimeSpan.FromSeconds(random.NextDouble() * 2 * clients / _perSecond);
            await Task.Delay(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PostOneAsync(Random random, Uri hub)
    {
        var (e, genuine) = Choose(random);
        var told = await platform.PostAsync(hub, e, genuine);
        if (genuine && told.IsAcknowledged)
        {
            lock (_lock)
            {
                _count++;
                _acknowledged.Add(e);
                if (_acknowledged.Count > 2 * Kept)
                {
                    _acknowledged.RemoveRange(0, Kept);
                }
            }
        }
        else if (genuine)
        {
            _again.Enqueue(e);
        }
    }

    private (ClientEvent Event, bool Genuine) Choose(Random random)
    {
        lock (_lock)
        {
            if (_acknowledged.Count > 0 && random.NextDouble() < Redelivered)
            {
                // Rather one of the last: a redelivery that comes while the first is still under way is the harder one.
                var newest = Math.Min(_acknowledged.Count, random.Next(2) == 0 ? 20 : int.MaxValue);
                return (_acknowledged[^random.Next(1, newest + 1)], true);
            }

            if (random.NextDouble() < Forged)
            {
                return (_sales.Forged(), false);
            }

            if (random.Next(2) == 0 && _again.TryDequeue(out var again))
            {
                return (again, true);
            }

            if (_next.Count == 0)
            {
                foreach (var e in _sales.Next())
                {
                    _next.Enqueue(e);
                }
            }

            return (_next.Dequeue(), true);
        }
    }
}
