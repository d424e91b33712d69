namespace CometHooks.Proof.Hubs;

/// <summary>The most memory that a hub was seen to have.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private long _peak;

    public MemoryWatch(HubProcess hub) => _loop = LoopAsync(hub);

    /// <summary>In MiB.</summary>
    public long Peak => Interlocked.Read(ref _peak) >> 20;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync(HubProcess hub)
    {
        while (!_stop.IsCancellationRequested && !hub.HasExited)
        {
            Interlocked.Exchange(ref _peak, Math.Max(_peak, hub.ResidentBytes));
            await Task.Delay(Every, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
