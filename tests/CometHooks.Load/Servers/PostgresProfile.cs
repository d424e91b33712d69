using System.Diagnostics;
using System.Globalization;

namespace CometHooks.Load.Servers;

/// <summary>What binds while hubs write into a database: commits, WAL and its syncs, and what the connections wait for.</summary>
internal sealed class PostgresProfile(PostgresView view, string database) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<string, int> _waits = new(StringComparer.Ordinal);
    private Dictionary<string, double> _wal = [];
    private Task _sampling = Task.CompletedTask;
    private long _begun;
    private long _commits;
    private TimeSpan _took;

    public async Task BeginAsync()
    {
        (_wal, _commits) = (await view.WalAsync(), await view.CommitsAsync(database));
        _begun = Stopwatch.GetTimestamp();
        _sampling = SampleAsync();
    }

    /// <summary>The load is over.</summary>
    public async Task PauseAsync()
    {
        _took = Stopwatch.GetElapsedTime(_begun);
        await _over.CancelAsync();
        await _sampling;
    }

    /// <summary>What it was, in one line.</summary>
    public async Task<string> EndAsync()
    {
        var (wal, commits) = (await view.WalAsync(), await view.CommitsAsync(database) - _commits);
        var seconds = _took.TotalSeconds;
        double Since(string name) => wal.GetValueOrDefault(name) - _wal.GetValueOrDefault(name);
        var all = Math.Max(1, _waits.Values.Sum());
        var waits = _waits.OrderByDescending(wait => wait.Value).Take(6).Select(wait => string.Create(CultureInfo.InvariantCulture, $"{wait.Key} {100.0 * wait.Value / all:0} %"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{commits / seconds:n0} commits, {Since("wal_sync") / seconds:n0} WAL syncs ({Since("wal_sync_time") / Math.Max(1, Since("wal_sync")):0.00} ms each, {Since("wal_sync_time") / seconds / 10:0} % of the time) and {Since("wal_bytes") / seconds / 1e6:0.0} MB of WAL a second; its connections: {string.Join(", ", waits)}");
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _sampling;
        _over.Dispose();
    }

    private async Task SampleAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            foreach (var wait in await view.WaitsAsync(database))
            {
                _waits[wait] = _waits.GetValueOrDefault(wait) + 1;
            }

            await Task.Delay(Every, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
