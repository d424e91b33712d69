using CometHooks.Proof.Hubs;

namespace CometHooks.Proof.Faults;

/// <summary>What may be wrong with a hub that this program hosts itself. The hub that is shipped knows none of it.</summary>
internal enum Fault
{
    /// <summary>Nothing: hosted here, but as it is shipped.</summary>
    None,

    /// <summary><see cref="Faults.AnswersBeforeCommit"/>.</summary>
    AnswersBeforeCommit,

    /// <summary><see cref="Faults.LooksThenInserts"/>.</summary>
    LooksThenInserts,

    /// <summary><see cref="Faults.ChoosesKeysAnew"/>.</summary>
    ChoosesKeysAnew,

    /// <summary><see cref="Faults.IgnoresLeases"/>.</summary>
    IgnoresLeases,
}

internal static class FaultLaunch
{
    /// <summary>A process of this program that is a hub with this fault.</summary>
    public static HubLaunch With(Fault fault) => new("CometHooks.Proof.dll", FaultyHub.Argument, fault.ToString());
}
