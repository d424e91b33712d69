using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;
using CometHooks.Store;

namespace CometHooks.Proof.Scenarios;

/// <summary>The last start of a hub that was troubled: everything is posted until it is acknowledged, and everything goes out.</summary>
internal static class HubEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>One hub on the store of its folder.</summary>
    /// <returns>What went wrong.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(HubFolder folder, HubLaunch? launch, Load load, CancellationToken cancellationToken)
    {
        await using var hub = HubProcess.Launch(folder, launch);
        await hub.ListensAsync(cancellationToken);
        return await RunAsync([hub], await Settled.ArchiveAsync(folder, cancellationToken), load, cancellationToken);
    }

    /// <summary>One or several hubs that listen.</summary>
    /// <returns>What went wrong.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<HubProcess> hubs, IArchive archive, Load load, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        load.Aim([.. hubs.Select(h => h.Webhooks)]);
        if (await load.EndAsync(cancellationToken) is > 0 and var refused)
        {
            failures.Add($"{refused} genuine events were refused for good.");
        }

        if (!await Settled.WaitAsync(archive, Patience, cancellationToken))
        {
            failures.Add($"Something still waited after {Patience.TotalSeconds} s without progress.");
        }

        foreach (var hub in hubs)
        {
            if (await hub.TerminateAsync(cancellationToken) is not 0 and var code)
            {
                failures.Add($"A hub ended with {code} when it was told to stop.");
            }
        }

        return failures;
    }
}
