using System.Diagnostics;
using System.Globalization;
using CometHooks.Map;
using CometHooks.Store;
using CometHooks.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Load;

/// <summary>
/// Claim, map and save on a real SQLite file: with ledger and identities, and the very same drafts kept without asking
/// either. The rate with them shall be half of the rate without, or better; also in a store of years.
/// </summary>
internal static class EvidenceRate
{
    private const int Payments = 1000;
    private const int Rounds = 5;
    private const int Batch = 64;

    /// <param name="identities">How many identities the store has before.</param>
    /// <param name="keys">How many ledger keys.</param>
    public static async Task RunAsync(int identities, int keys)
    {
        var target = ChargeWebhook.Load().Target;
        var folder = Directory.CreateTempSubdirectory("comethooks-evidence-");
        try
        {
            var path = Path.Combine(folder.FullName, "grown.db");
            await (await SqliteStore.OpenAsync(new StoreOptions { Path = path }, TimeProvider.System, NullLogger.Instance)).DisposeAsync();
            GrownStore.Fill(path, identities, keys);
            Console.WriteLine($"store: {identities:n0} identities, {keys:n0} ledger keys, {new FileInfo(path).Length / 1e6:n0} MB");
            var ratios = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                // Each on a copy of its own, in turns, so that neither has the warmer file.
                var bare = await RateAsync(Copy(path, "bare"), target, Bare);
                var whole = await RateAsync(Copy(path, "whole"), target, outcome => outcome);
                ratios.Add(whole / bare);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: with {whole:n0} webhooks/s, without {bare:n0}, ratio {whole / bare:0.00}"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {ratios.Order().ElementAt(Rounds / 2):0.00}, at least 0.50"));
            GrownStore.Plans(path);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    // A conversion that is excluded is kept and asks nobody.
    private static MappingOutcome Bare(MappingOutcome outcome) => outcome with
    {
        Identities = [],
        Conversions = [.. outcome.Conversions.Select(c => c with { State = ConversionState.Excluded, Recall = [] })],
    };

    private static async Task<double> RateAsync(string path, MapTarget target, Func<MappingOutcome, MappingOutcome> change)
    {
        await using var store = await SqliteStore.OpenAsync(new StoreOptions { Path = path }, TimeProvider.System, NullLogger.Instance);
        await new EvidenceTrade(target).KeepAsync(store, Payments);
        var begun = Stopwatch.GetTimestamp();
        var mapped = 0;
        for (var claimed = await store.ClaimAsync(Batch, CancellationToken.None); claimed.Count > 0; claimed = await store.ClaimAsync(Batch, CancellationToken.None))
        {
            mapped += claimed.Count;
            await Task.WhenAll(claimed.Select(webhook => store.SaveAsync(change(WebhookMapper.Map(webhook, target).Outcome), CancellationToken.None)));
        }

        return mapped / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static string Copy(string path, string name)
    {
        var copy = Path.Combine(Path.GetDirectoryName(path)!, $"{name}.db");
        foreach (var end in new[] { "", "-wal", "-shm" })
        {
            File.Delete(copy + end);
        }

        File.Copy(path, copy);
        return copy;
    }
}
