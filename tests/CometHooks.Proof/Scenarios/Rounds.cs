using System.Globalization;
using CometHooks.Proof.Check;
using CometHooks.Proof.Clients;
using CometHooks.Proof.World;
using CometHooks.Store;

namespace CometHooks.Proof.Scenarios;

/// <summary>The rounds of a race: all events of one sale, and each of them many times, at the same moment.</summary>
internal static class Rounds
{
    private const int Clients = 64;
    private const int Short = 40;
    private const int Long = 2_000;
    private const int MostTries = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public static async Task RunAsync(ProofSettings settings, Platform platform, IReadOnlyList<Uri> hubs, CancellationToken cancellationToken)
    {
        var sales = new Sales(settings.Seed);
        for (var round = 0; round < Count(settings); round++)
        {
            // Each event goes to each hub: the sale's events take turns, and after each turn the hubs do.
            var sale = sales.Next();
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client =>
                PostAsync(platform, hubs[client / sale.Count % hubs.Count], sale[client % sale.Count], cancellationToken)));
        }
    }

    // Under load 503 is a right answer, and a platform sends again what got it.
    private static async Task PostAsync(Platform platform, Uri hub, ClientEvent e, CancellationToken cancellationToken)
    {
        for (var tries = 1; (await platform.PostAsync(hub, e, cancellationToken: cancellationToken)).Status == 503 && tries < MostTries; tries++)
        {
            // At once: the more at the same moment, the better.
        }
    }

    /// <summary>Waits until nothing is under way any more, and says what went wrong.</summary>
    public static async Task<IReadOnlyList<string>> EndAsync(History history, IArchive hub, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        if (!await Settled.WaitAsync(hub, Patience, cancellationToken))
        {
            failures.Add("Something still waits.");
        }

        if (history.Told.Where(t => t.Status is not (200 or 503)).ToList() is { Count: > 0 } refused)
        {
            failures.Add($"{refused.Count} deliveries were answered neither 200 nor 503, but {string.Join(", ", refused.Select(t => t.Status).Distinct())}.");
        }

        var acknowledged = history.Told.Count(t => t.IsAcknowledged);
        if (acknowledged % Clients != 0 || acknowledged == 0)
        {
            failures.Add($"Only {acknowledged} deliveries were acknowledged.");
        }

        return failures;
    }

    public static string Did(ProofSettings settings) => string.Create(CultureInfo.InvariantCulture, $"{Count(settings)} rounds of {Clients} deliveries at once");

    private static int Count(ProofSettings settings) => settings.Long ? Long : Short;
}
