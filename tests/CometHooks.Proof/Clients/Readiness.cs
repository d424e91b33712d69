using System.Text.Json;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Clients;

/// <summary>Whoever watches a hub's <c>/readyz</c>.</summary>
internal sealed class Readiness : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Waits until the hub says that it is ready, or that it is not.</summary>
    /// <returns>What it says of its store; null: it did not come to that.</returns>
    public async Task<string?> UntilAsync(HubProcess hub, bool isReady, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Patience; await tick.WaitForNextTickAsync(cancellationToken))
        {
            var (ready, error) = await LookAsync(hub, cancellationToken);
            if (ready == isReady)
            {
                return error;
            }
        }

        return null;
    }

    public void Dispose() => _client.Dispose();

    private async Task<(bool Ready, string Error)> LookAsync(HubProcess hub, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(new Uri(hub.Admin, "/readyz"), cancellationToken);
        var store = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).GetProperty("checks").GetProperty("store").GetProperty("details");
        return (answer.IsSuccessStatusCode, store.GetProperty("error").GetString() ?? "");
    }
}
