using CometHooks.Proof.Clients;
using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Scenarios;

/// <summary>The last start of a hub that was troubled: everything is posted until it is acknowledged, and everything goes out.</summary>
internal static class HubEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <returns>What went wrong.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(HubFolder folder, HubLaunch? launch, Load load, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        await using var hub = HubProcess.Launch(folder, launch);
        await hub.ListensAsync(cancellationToken);
        load.Aim(hub.Webhooks);
        if (await load.EndAsync(cancellationToken) is > 0 and var refused)
        {
            failures.Add($"{refused} genuine events were refused for good.");
        }

        if (!await Settled.WaitAsync(await Settled.ArchiveAsync(folder, cancellationToken), Patience, cancellationToken))
        {
            failures.Add($"Something still waited after {Patience.TotalSeconds} s without progress.");
        }

        if (await hub.TerminateAsync(cancellationToken) is not 0 and var code)
        {
            failures.Add($"The hub ended with {code} when it was told to stop.");
        }

        return failures;
    }
}
